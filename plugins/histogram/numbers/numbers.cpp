#include "numbers.hpp"

#include "../limits.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <type_traits>

namespace wbm::histogram {
namespace {

template <class T>
constexpr bool is_real = std::is_floating_point_v<T> || std::is_same_v<T, Half>;

[[nodiscard]] bool is_nan(Half x) noexcept { return (x.bits & 0x7fffU) > 0x7c00U; }
[[nodiscard]] bool is_infinite(Half x) noexcept { return (x.bits & 0x7fffU) == 0x7c00U; }
[[nodiscard]] bool is_nan(double x) noexcept { return std::isnan(x); }
[[nodiscard]] bool is_infinite(double x) noexcept { return std::isinf(x); }

template <class T>
std::vector<T> copied(const DLTensor& array, std::size_t count) {
    std::vector<T> elements(count);
    if (count > 0) copy_dense(array, elements.data());
    return elements;
}

void check_size(const DLTensor& array, std::size_t count) {
    if (count > max_numbers)
        throw invalid("the array of shape " + shape_text(array) + " has more than " + std::to_string(max_numbers) +
                      " elements; make histograms of parts of it and add their counts");
    if (!is_dense(array) && count > max_copied_numbers)
        throw invalid("the array of shape " + shape_text(array) + " has gaps and more than " +
                      std::to_string(max_copied_numbers) + " elements; copy it into a dense one");
}

}  // namespace

Numbers::Numbers(const DLTensor& array) {
    if (!is_element(array.dtype))
        throw unsupported("the array has elements of " + dtype_name(array.dtype) +
                          "; give bool, integers of 8 to 64 bits, float16, float32, float64 or bfloat16");
    const std::size_t count = element_count(array);
    check_size(array, count);
    if (is_bool(array.dtype)) {
        std::vector<std::uint8_t> flags = copied<std::uint8_t>(array, count);
        for (std::uint8_t& flag : flags) flag = flag != 0 ? 1 : 0;  // any other byte is true as well
        own(std::move(flags));
        return;
    }
    with_element(array.dtype, [&](auto zero) {
        using T = decltype(zero);
        if constexpr (std::is_same_v<T, BFloat16>) {
            const std::vector<BFloat16> elements = copied<BFloat16>(array, count);
            std::vector<float> floats(count);
            std::transform(elements.begin(), elements.end(), floats.begin(), [](BFloat16 x) { return to_float(x); });
            own(std::move(floats));
        } else {
            const bool is_aligned = reinterpret_cast<std::uintptr_t>(array.data) % alignof(T) == 0;
            if (is_dense(array) && is_aligned && array.data != nullptr)
                values_ = std::span<const T>(static_cast<const T*>(array.data), count);
            else
                own(copied<T>(array, count));
        }
    });
}

std::size_t Numbers::size() const noexcept {
    return std::visit([](const auto& elements) { return elements.size(); }, values_);
}

Numbers::NonFinite Numbers::count_non_finite() const {
    NonFinite found;
    std::visit(
        [&](const auto& elements) {
            using T = typename std::decay_t<decltype(elements)>::value_type;
            if constexpr (is_real<T>)
                for (const T x : elements) {
                    found.nan += is_nan(x) ? 1 : 0;
                    found.infinite += is_infinite(x) ? 1 : 0;
                }
        },
        values_);
    return found;
}

Numbers Numbers::without_non_finite() const {
    return std::visit(
        [&](const auto& elements) {
            using T = typename std::decay_t<decltype(elements)>::value_type;
            std::vector<T> finite;
            if constexpr (is_real<T>)
                std::copy_if(elements.begin(), elements.end(), std::back_inserter(finite),
                             [](T x) { return !is_nan(x) && !is_infinite(x); });
            else
                finite.assign(elements.begin(), elements.end());
            return Numbers(std::move(finite));
        },
        values_);
}

json::array Numbers::to_list() const {
    json::array list;
    list.reserve(size());
    std::visit(
        [&](const auto& elements) {
            using T = typename std::decay_t<decltype(elements)>::value_type;
            for (const T x : elements)
                if constexpr (is_real<T>)
                    list.emplace_back(static_cast<double>(as_number(x)));
                else if constexpr (std::is_signed_v<T>)
                    list.emplace_back(static_cast<std::int64_t>(x));
                else
                    list.emplace_back(static_cast<std::uint64_t>(x));
        },
        values_);
    return list;
}

}  // namespace wbm::histogram
