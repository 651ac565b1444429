// wbm/media/array_statistics.hpp - the elements of an array of any number type, and NumPy's mean, variance and
// percentiles of them. For plain_array.hpp; programs include that.
//
// NumPy computes in the type of the array and sums in pairs, so these do, to the last bit where the machine's own
// arithmetic is NumPy's.
#pragma once

#include <dlpack/dlpack.h>

#include <wbm/error.hpp>
#include <wbm/json.hpp>
#include <wbm/part.hpp>
#include <wbm/tensor.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace wbm::detail {

/// IEEE half precision, as the bits that arrays have.
struct HalfBits {
    std::uint16_t bits;
};
/// bfloat16: the upper half of a float. NumPy has no such type; it is computed with as float32.
struct BrainBits {
    std::uint16_t bits;
};
/// A bool of one byte.
struct BoolByte {
    std::uint8_t byte;
};

[[nodiscard]] inline float float_of(HalfBits half) noexcept {
    const std::uint32_t sign = static_cast<std::uint32_t>(half.bits & 0x8000U) << 16;
    const std::uint32_t exponent = half.bits >> 10 & 0x1fU;
    const std::uint32_t fraction = half.bits & 0x3ffU;
    if (exponent == 0) return std::copysign(std::ldexp(static_cast<float>(fraction), -24), sign != 0 ? -1.0F : 1.0F);
    return std::bit_cast<float>(sign | (exponent == 31 ? 0xffU : exponent + 112) << 23 | fraction << 13);
}

[[nodiscard]] inline float float_of(BrainBits x) noexcept {
    return std::bit_cast<float>(static_cast<std::uint32_t>(x.bits) << 16);
}

/// The nearest half, ties to even.
[[nodiscard]] inline double nearest_half(double x) noexcept {
    if (!(std::fabs(x) < 65520.0)) return std::isnan(x) ? x : std::copysign(HUGE_VAL, x);
    int exponent = 0;
    (void)std::frexp(std::fabs(x), &exponent);
    const double step = std::ldexp(1.0, std::max(exponent, -13) - 11);
    return std::nearbyint(x / step) * step;
}

/// How many elements: a product, since no tensor that exists has more than memory.
[[nodiscard]] inline std::size_t element_count(const DLTensor& array) {
    std::size_t count = 1;
    for (int axis = 0; axis < array.ndim; ++axis) {
        if (array.shape[axis] < 0 || __builtin_mul_overflow(count, static_cast<std::size_t>(array.shape[axis]), &count))
            throw MediaError(Status::invalid, "the array has an extent of " + std::to_string(array.shape[axis]) +
                                                  ", which no memory holds; correct its shape");
    }
    return count;
}

template <class Element>
inline constexpr bool is_short_real = std::is_same_v<Element, HalfBits> || std::is_same_v<Element, BrainBits>;

/// The elements of an array in row-major order. Element: a number type, HalfBits, BrainBits or BoolByte.
template <class Element>
class ArrayElements {
public:
    /// What an element is computed with before any rounding.
    using Real = std::conditional_t<std::is_same_v<Element, float> || is_short_real<Element>, float, double>;
    static constexpr bool is_real = std::is_floating_point_v<Element> || is_short_real<Element>;

    explicit ArrayElements(const DLTensor& array) {
        elements_.reserve(element_count(array));
        if (elements_.capacity() == 0) return;
        if (array.data == nullptr)
            throw MediaError(Status::invalid, "the array has elements but no data; fill in the structure");
        take(array, static_cast<const std::byte*>(array.data) + array.byte_offset, 0);
    }

    [[nodiscard]] std::size_t size() const noexcept { return elements_.size(); }
    [[nodiscard]] const std::vector<Element>& all() const noexcept { return elements_; }
    [[nodiscard]] Real operator[](std::size_t i) const noexcept { return number(elements_[i]); }

    [[nodiscard]] static Real number(Element element) noexcept {
        if constexpr (is_short_real<Element>)
            return float_of(element);
        else if constexpr (std::is_same_v<Element, BoolByte>)
            return element.byte != 0 ? 1 : 0;
        else
            return static_cast<Real>(element);
    }
    /// Rounds to the type that NumPy computes with for these elements.
    [[nodiscard]] static Real round(double x) noexcept {
        if constexpr (std::is_same_v<Element, HalfBits>)
            return static_cast<Real>(nearest_half(x));
        else
            return static_cast<Real>(x);
    }

    [[nodiscard]] static json::value json_of(Element element) {
        if constexpr (std::is_same_v<Element, BoolByte>)
            return element.byte != 0;
        else if constexpr (is_real)
            return static_cast<double>(number(element));
        else if constexpr (std::is_signed_v<Element>)
            return static_cast<std::int64_t>(element);
        else
            return static_cast<std::uint64_t>(element);
    }
    [[nodiscard]] json::value json_at(std::size_t i) const { return json_of(elements_[i]); }

private:
    void take(const DLTensor& array, const std::byte* from, int axis) {
        if (axis == array.ndim) {
            Element element;
            std::memcpy(&element, from, sizeof element);
            elements_.push_back(element);
            return;
        }
        std::int64_t stride = 1;
        if (array.strides != nullptr)
            stride = array.strides[axis];
        else
            for (int later = axis + 1; later < array.ndim; ++later) stride *= array.shape[later];
        const auto step = static_cast<std::ptrdiff_t>(stride) * static_cast<std::ptrdiff_t>(sizeof(Element));
        for (std::int64_t i = 0; i < array.shape[axis]; ++i) take(array, from + i * step, axis + 1);
    }

    std::vector<Element> elements_;
};

/// Calls `use` with the array's ArrayElements. Throws MediaError (unsupported) for other element types and devices.
template <class Use>
auto with_elements(const DLTensor& array, const Use& use) {
    if (array.device.device_type != kDLCPU)
        throw MediaError(Status::unsupported, "the array is in the memory of another device; copy it to the CPU");
    const DLDataType dtype = array.dtype;
    const auto is = [&](DLDataType other) {
        return dtype.code == other.code && dtype.bits == other.bits && dtype.lanes == other.lanes;
    };
    if (is({dl_bool, 8, 1})) return use(ArrayElements<BoolByte>(array));
    if (is({kDLFloat, 16, 1})) return use(ArrayElements<HalfBits>(array));
    if (is({kDLBfloat, 16, 1})) return use(ArrayElements<BrainBits>(array));
    if (is(dtype_of<float>())) return use(ArrayElements<float>(array));
    if (is(dtype_of<double>())) return use(ArrayElements<double>(array));
    if (is(dtype_of<std::int8_t>())) return use(ArrayElements<std::int8_t>(array));
    if (is(dtype_of<std::int16_t>())) return use(ArrayElements<std::int16_t>(array));
    if (is(dtype_of<std::int32_t>())) return use(ArrayElements<std::int32_t>(array));
    if (is(dtype_of<std::int64_t>())) return use(ArrayElements<std::int64_t>(array));
    if (is(dtype_of<std::uint8_t>())) return use(ArrayElements<std::uint8_t>(array));
    if (is(dtype_of<std::uint16_t>())) return use(ArrayElements<std::uint16_t>(array));
    if (is(dtype_of<std::uint32_t>())) return use(ArrayElements<std::uint32_t>(array));
    if (is(dtype_of<std::uint64_t>())) return use(ArrayElements<std::uint64_t>(array));
    throw MediaError(Status::unsupported, "the array has elements of DLPack code " + std::to_string(dtype.code) +
                                              " with " + std::to_string(dtype.bits) +
                                              " bits; give bool, integers, float16, bfloat16, float32 or float64");
}

/// NumPy's statistics of at least one element.
template <class Element>
class ArrayStatistics {
public:
    using Elements = ArrayElements<Element>;
    using Real = typename Elements::Real;

    explicit ArrayStatistics(const Elements& elements) : elements_(elements), sorted_(elements.all()) {
        const auto is_less = [](Element a, Element b) { return is_before(a, b); };
        std::sort(sorted_.begin(), sorted_.end(), is_less);
        has_nan_ = is_nan(sorted_.back());
    }

    [[nodiscard]] double mean() const {
        constexpr bool is_converted = !Elements::is_real || std::is_same_v<Element, HalfBits>;
        const auto at = [&](std::size_t i) { return elements_[i]; };
        return divided(is_converted ? sum_in_pieces(at) : sum(at, 0, size()));
    }
    [[nodiscard]] double variance() const {
        const auto at = [&](std::size_t i) { return elements_[i]; };
        const auto middle =
            static_cast<Real>(Elements::is_real ? divided(Elements::round(sum(at, 0, size()))) : mean());
        const auto square = [&](std::size_t i) {
            const Real distance = Elements::round(elements_[i] - middle);
            return Elements::round(distance * distance);
        };
        return divided(Elements::round(sum(square, 0, size())));
    }
    [[nodiscard]] json::value smallest() const {
        return Elements::json_of(has_nan_ ? sorted_.back() : sorted_.front());
    }
    [[nodiscard]] json::value largest() const { return Elements::json_of(sorted_.back()); }

    /// Between neighbours by their distance (NumPy's method "linear").
    [[nodiscard]] double percentile(int percent) const {
        if (has_nan_) return std::numeric_limits<double>::quiet_NaN();
        const double place = static_cast<double>(size() - 1) * (percent / 100.0);
        const auto before = static_cast<std::size_t>(place);
        const Element a = sorted_[before];
        const Element b = sorted_[std::min(before + 1, size() - 1)];
        const double part = place - static_cast<double>(before);
        const Real distance = difference(a, b);
        return part >= 0.5
                   ? Elements::round(Elements::number(b) - Elements::round(distance * Elements::round(1 - part)))
                   : Elements::round(Elements::number(a) + Elements::round(distance * Elements::round(part)));
    }

private:
    [[nodiscard]] std::size_t size() const noexcept { return sorted_.size(); }

    static bool is_nan(Element x) noexcept {
        if constexpr (Elements::is_real)
            return std::isnan(Elements::number(x));
        else
            return false;
    }
    /// NaN comes last.
    static bool is_before(Element a, Element b) noexcept {
        if constexpr (std::is_integral_v<Element>)
            return a < b;
        else
            return Elements::number(a) < Elements::number(b) || (is_nan(b) && !is_nan(a));
    }
    /// b - a, where a comes first. NumPy's integers can overflow here, these do not.
    static Real difference(Element a, Element b) noexcept {
        if constexpr (std::is_integral_v<Element>) {
            using Unsigned = std::make_unsigned_t<Element>;
            return static_cast<Real>(static_cast<Unsigned>(static_cast<Unsigned>(b) - static_cast<Unsigned>(a)));
        } else {
            return Elements::round(Elements::number(b) - Elements::number(a));
        }
    }

    [[nodiscard]] double divided(Real sum) const {
        return Elements::round(static_cast<double>(sum) / static_cast<double>(size()));
    }

    /// In pairs: eight running sums up to 128 numbers, halves beyond.
    template <class At>
    static Real sum(const At& at, std::size_t first, std::size_t count) {
        if (count > 128) {
            const std::size_t half = count / 2 - count / 2 % 8;
            return sum(at, first, half) + sum(at, first + half, count - half);
        }
        Real total = 0;
        std::size_t i = 0;
        if (count >= 8) {
            Real sums[8];
            for (std::size_t k = 0; k < 8; ++k) sums[k] = at(first + k);
            for (i = 8; i + 8 <= count; i += 8)
                for (std::size_t k = 0; k < 8; ++k) sums[k] += at(first + i + k);
            total = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
        }
        for (; i < count; ++i) total += at(first + i);
        return total;
    }
    /// What NumPy converts before it sums, it converts in pieces.
    template <class At>
    [[nodiscard]] Real sum_in_pieces(const At& at) const {
        constexpr std::size_t piece = 8192;
        Real total = 0;
        for (std::size_t i = 0; i < size(); i += piece) total += sum(at, i, std::min(piece, size() - i));
        return total;
    }

    const Elements& elements_;
    std::vector<Element> sorted_;
    bool has_nan_ = false;
};

}  // namespace wbm::detail
