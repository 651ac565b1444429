// Bins between edges that a caller gives. Numbers and edges are compared in the type that NumPy finds for both.
#include "bins.hpp"

#include <algorithm>

namespace wbm::histogram {
namespace {

template <class T>
constexpr bool is_wide_unsigned = std::is_same_v<T, std::uint64_t>;

/// The type in which NumPy compares two: integers stay integers unless one is uint64 and the other has a sign.
template <class A, class B>
using Common = std::conditional_t<
    !std::is_integral_v<A> || !std::is_integral_v<B>, double,
    std::conditional_t<is_wide_unsigned<A> || is_wide_unsigned<B>,
                       std::conditional_t<std::is_signed_v<A> || std::is_signed_v<B>, double, std::uint64_t>,
                       std::int64_t>>;

template <class C, class T>
C as_common(T x) noexcept {
    return static_cast<C>(as_number(x));
}

void check_edges(const Numbers& edges) {
    const json::array list = edges.to_list();
    for (std::size_t i = 0; i < list.size(); ++i) {
        const bool is_nan = list[i].is_double() && list[i].get_double() != list[i].get_double();
        if (is_nan)
            throw invalid("option \"num_bins\" has NaN at place " + std::to_string(i) + "; give edges that rise");
    }
    std::visit(
        [&](const auto& values) {
            for (std::size_t i = 0; i + 1 < values.size(); ++i)
                if (as_number(values[i]) > as_number(values[i + 1]))
                    throw invalid("option \"num_bins\" falls from " + brief(list[i]) + " to " + brief(list[i + 1]) +
                                  "; give edges that rise");
        },
        edges.values());
}

template <class C, class T>
void count(std::vector<std::int64_t>& counts, std::span<const T> numbers, const std::vector<C>& edges) {
    for (const T number : numbers) {
        const C x = as_common<C>(number);
        if (!(x >= edges.front() && x <= edges.back())) continue;  // NaN is neither
        const auto above = static_cast<std::size_t>(std::upper_bound(edges.begin(), edges.end(), x) - edges.begin());
        ++counts[std::min(above, edges.size() - 1) - 1];
    }
}

}  // namespace

std::vector<std::int64_t> count_between(const Numbers& numbers, const Numbers& edges) {
    check_edges(edges);
    std::vector<std::int64_t> counts(edges.size() - 1);
    if (counts.empty()) return counts;
    std::visit(
        [&](const auto& values, const auto& limits) {
            using C = Common<typename std::decay_t<decltype(values)>::value_type,
                             typename std::decay_t<decltype(limits)>::value_type>;
            std::vector<C> common;
            for (const auto edge : limits) common.push_back(as_common<C>(edge));
            count(counts, values, common);
        },
        numbers.values(), edges.values());
    return counts;
}

}  // namespace wbm::histogram
