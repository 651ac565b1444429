#include "to_uint8.hpp"

#include <wbm/sdk/element.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>

namespace wbm::image {
namespace {

constexpr double unit_scale = 255;
constexpr double signed_scale = 127.5;

/// What the reference asks of the least and the greatest element. A NaN makes each answer no, as it does in NumPy.
struct Extent {
    bool from_0 = false;
    bool from_minus_1 = false;
    bool to_1 = false;
    bool to_255 = false;
};

template <class T>
Extent extent_of(const ArrayView& view) {
    std::vector<std::byte> scratch(view.has_dense_rows() ? 0 : view.row_bytes());
    auto least = as_number(load_element<T>(view.data));
    auto greatest = least;
    bool has_nan = false;
    for (std::size_t y = 0; y < view.height; ++y) {
        const std::byte* row = view.row(y, scratch.data());
        for (std::size_t i = 0; i < view.row_elements(); ++i) {
            const auto x = as_number(load_element<T>(row + i * sizeof(T)));
            if constexpr (std::is_floating_point_v<decltype(as_number(T{}))>) has_nan |= x != x;
            least = std::min(least, x);
            greatest = std::max(greatest, x);
        }
    }
    if (has_nan) return {};
    Extent extent{least >= 0, true, greatest <= 1, true};
    if constexpr (std::is_signed_v<decltype(as_number(T{}))>) extent.from_minus_1 = least >= -1;
    if constexpr (sizeof(T) > 1) extent.to_255 = greatest <= 255;
    return extent;
}

/// Most pictures have a sample above 1 in their first row, so this does not look at all of them.
Extent extent_of_bytes(const ArrayView& view) {
    std::vector<std::byte> scratch(view.has_dense_rows() ? 0 : view.row_bytes());
    for (std::size_t y = 0; y < view.height; ++y) {
        const std::byte* row = view.row(y, scratch.data());
        std::byte bits{0};  // of all samples, so that the loop has no branch
        for (std::size_t i = 0; i < view.row_elements(); ++i) bits |= row[i];
        if (bits > std::byte{1}) return {true, true, false, true};
    }
    return {true, true, true, true};
}

Extent extent_of(const ArrayView& view) {
    return with_element(view.dtype, [&]<class T>(T) {
        if constexpr (std::is_same_v<T, std::uint8_t>)
            return extent_of_bytes(view);
        else
            return extent_of<T>(view);
    });
}

/// Rounds as the element type's own arithmetic does.
template <class T, class N>
N in_own_type(N x) noexcept {
    if constexpr (std::is_same_v<T, Half>)
        return round_to_half(x);
    else
        return x;
}

struct TimesScale {
    template <class T>
    std::uint8_t operator()(T x) const noexcept {
        const auto n = as_number(x);
        if constexpr (std::is_floating_point_v<decltype(as_number(x))>)
            return static_cast<std::uint8_t>(in_own_type<T>(n * decltype(n + n){255}));
        else
            return n != 0 ? 255 : 0;
    }
};

struct FromSigned {
    template <class T>
    std::uint8_t operator()(T x) const noexcept {
        if constexpr (std::is_floating_point_v<decltype(as_number(x))>) {
            const auto n = as_number(x);
            return static_cast<std::uint8_t>(in_own_type<T>(in_own_type<T>(n + 1) * decltype(n + n){127.5}));
        } else {
            return static_cast<std::uint8_t>(signed_scale * (static_cast<double>(x) + 1));
        }
    }
};

struct Clamp {
    template <class T>
    std::uint8_t operator()(T x) const noexcept {
        const auto n = as_number(x);
        if (!(n > 0)) return 0;  // also NaN
        if constexpr (sizeof(T) == 1 && std::is_integral_v<T>)
            return static_cast<std::uint8_t>(n);
        else
            return n >= 255 ? 255 : static_cast<std::uint8_t>(n);
    }
};

/// A C cast as NumPy's: floats by way of a 32 bit integer; what no such integer holds is 0.
struct LowByte {
    template <class T>
    std::uint8_t operator()(T x) const noexcept {
        const auto n = as_number(x);
        if constexpr (std::is_floating_point_v<decltype(as_number(x))>) {
            if (!(std::fabs(n) < 0x1p31F)) return 0;
            return static_cast<std::uint8_t>(static_cast<std::int32_t>(n));
        } else {
            return static_cast<std::uint8_t>(n);
        }
    }
};

struct Window {
    double low;
    double scale;
    template <class T>
    std::uint8_t operator()(T x) const noexcept {
        const double shown = (static_cast<double>(as_number(x)) - low) * scale;
        if (!(shown > 0)) return 0;
        return shown >= 255 ? 255 : static_cast<std::uint8_t>(shown);
    }
};

PixelRows rows_of(const std::vector<std::byte>& owned, const ArrayView& view, std::size_t sample_bytes) {
    return {owned.data(), static_cast<std::ptrdiff_t>(view.row_elements() * sample_bytes), view.size(), view.channels,
            sample_bytes};
}

/// The caller's elements as they are: in place, or gathered where the strides leave gaps.
Samples as_is(const ArrayView& view) {
    Samples samples{{view.data, static_cast<std::ptrdiff_t>(view.row_stride * static_cast<std::int64_t>(view.item)),
                     view.size(), view.channels, view.item},
                    {},
                    {}};
    if (view.has_dense_rows()) return samples;
    samples.owned = view.dense();
    samples.rows = rows_of(samples.owned, view, view.item);
    return samples;
}

template <class Rule>
Samples each(const ArrayView& view, Transform transform, const Rule& rule) {
    Samples samples{{}, std::move(transform), std::vector<std::byte>(view.height * view.row_elements())};
    samples.rows = rows_of(samples.owned, view, 1);
    with_element(view.dtype, [&]<class T>(T) {
        std::vector<std::byte> scratch(view.has_dense_rows() ? 0 : view.row_bytes());
        std::byte* to = samples.owned.data();
        for (std::size_t y = 0; y < view.height; ++y) {
            const std::byte* row = view.row(y, scratch.data());
            for (std::size_t i = 0; i < view.row_elements(); ++i)
                *to++ = static_cast<std::byte>(rule(load_element<T>(row + i * sizeof(T))));
        }
    });
    return samples;
}

}  // namespace

Mode guess_mode(std::size_t channels, std::string_view file_type) {
    if (channels == 1) return Mode::l;
    if (channels == 2) return Mode::la;
    if (channels == 3) return Mode::rgb;
    if (file_type != "jpg" && file_type != "jpeg") return Mode::rgba;
    log_warning("image-file: JPEG has no transparency, so the alpha channel of the array is left out");
    return Mode::rgb;
}

Samples to_uint8(const ArrayView& view, bool normalize) {
    const bool is_bytes = view.item == 1 && view.dtype.code != kDLInt;
    if (!normalize) {
        if (is_bytes) return as_is(view);
        return each(view, {.wraps = true}, LowByte{});
    }
    const Extent extent = extent_of(view);
    if (extent.from_0 && extent.to_1) return each(view, {.scale = unit_scale}, TimesScale{});
    if (extent.from_minus_1 && extent.to_1)
        return each(view, {.scale = signed_scale, .offset = signed_scale}, FromSigned{});
    if (is_bytes) return as_is(view);
    return each(view, {}, Clamp{});
}

Samples to_uint8(const ArrayView& view, std::array<double, 2> window) {
    const double scale = 255 / (window[1] - window[0]);
    return each(view, {.scale = scale, .offset = 0 - window[0] * scale}, Window{window[0], scale});
}

Samples to_uint16(const ArrayView& view, bool normalize) {
    const Extent extent = normalize ? extent_of(view) : Extent{};
    if (!extent.to_1 && !extent.to_255) return as_is(view);
    const std::uint16_t scale = extent.to_1 ? 65535 : 257;
    Samples samples{{}, {.scale = static_cast<double>(scale)}, view.dense()};
    for (std::size_t i = 0; i < samples.owned.size(); i += 2) {
        const auto scaled = static_cast<std::uint16_t>(load_element<std::uint16_t>(samples.owned.data() + i) * scale);
        std::memcpy(samples.owned.data() + i, &scaled, sizeof scaled);
    }
    samples.rows = rows_of(samples.owned, view, 2);
    return samples;
}

}  // namespace wbm::image
