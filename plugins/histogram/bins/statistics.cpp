#include "statistics.hpp"

#include "arithmetic.hpp"

#include <algorithm>
#include <cmath>

namespace wbm::histogram {
namespace {

constexpr std::size_t converted_at_once = 8192;  // NumPy sums converted numbers in pieces of its buffer

/// Sums in pairs: eight running sums up to 128 numbers, halves beyond.
template <class Real, class At>
Real pairwise_sum(const At& at, std::size_t first, std::size_t count) {
    if (count < 8) {
        Real sum = 0;
        for (std::size_t i = 0; i < count; ++i) sum += static_cast<Real>(at(first + i));
        return sum;
    }
    if (count > 128) {
        const std::size_t half = count / 2 - count / 2 % 8;
        return pairwise_sum<Real>(at, first, half) + pairwise_sum<Real>(at, first + half, count - half);
    }
    Real sums[8];
    for (std::size_t k = 0; k < 8; ++k) sums[k] = static_cast<Real>(at(first + k));
    std::size_t i = 8;
    for (; i + 8 <= count; i += 8)
        for (std::size_t k = 0; k < 8; ++k) sums[k] += static_cast<Real>(at(first + i + k));
    Real sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
    for (; i < count; ++i) sum += static_cast<Real>(at(first + i));
    return sum;
}

template <class Real, class At>
Real sum_of_converted(const At& at, std::size_t count) {
    Real sum = 0;
    for (std::size_t i = 0; i < count; i += converted_at_once)
        sum += pairwise_sum<Real>(at, i, std::min(converted_at_once, count - i));
    return sum;
}

/// The sum of what is of the type already.
template <class A, class At>
typename A::Real sum_of(const At& at, std::size_t count) {
    return A::round(pairwise_sum<typename A::Real>(at, 0, count));
}

template <class A>
typename A::Real divided(typename A::Real sum, std::size_t count) {
    return A::round(static_cast<double>(sum) / static_cast<double>(count));
}

/// The mean of the elements; that of halves is summed in float32 where it is asked for itself.
template <class T, class At>
auto mean_of(const At& at, std::size_t count) {
    using A = ArithmeticOf<T>;
    if constexpr (std::is_integral_v<T> || std::is_same_v<T, Half>)
        return divided<A>(sum_of_converted<typename A::Real>(at, count), count);
    else
        return divided<A>(sum_of<A>(at, count), count);
}

template <class T>
auto standard_deviation(std::span<const T> x) {
    using A = ArithmeticOf<T>;
    using Real = typename A::Real;
    const auto at = [&](std::size_t i) { return static_cast<Real>(as_number(x[i])); };
    Real mean = 0;
    if constexpr (std::is_integral_v<T>)
        mean = mean_of<T>(at, x.size());
    else
        mean = divided<A>(sum_of<A>(at, x.size()), x.size());
    const auto square = [&](std::size_t i) {
        const Real distance = A::round(at(i) - mean);
        return A::round(distance * distance);
    };
    return A::round(std::sqrt(divided<A>(sum_of<A>(square, x.size()), x.size())));
}

template <class T>
double skewness(std::span<const T> x) {
    using A = ArithmeticOf<T>;
    using Real = typename A::Real;
    const auto at = [&](std::size_t i) { return static_cast<Real>(as_number(x[i])); };
    const Real mean = mean_of<T>(at, x.size());
    const Real deviation = standard_deviation(x);
    const auto cube = [&](std::size_t i) {
        const Real distance = A::round(A::round(at(i) - mean) / deviation);
        return A::round(std::pow(distance, Real(3)));
    };
    if constexpr (std::is_same_v<T, Half>) return static_cast<double>(mean_of<Half>(cube, x.size()));
    return static_cast<double>(divided<A>(sum_of<A>(cube, x.size()), x.size()));
}

/// b - a in the type of both, integers wrapping as NumPy's do.
template <class T>
double neighbour_difference(T a, T b) {
    if constexpr (std::is_integral_v<T>) {
        using Unsigned = std::make_unsigned_t<T>;
        return static_cast<double>(static_cast<T>(static_cast<Unsigned>(b) - static_cast<Unsigned>(a)));
    } else {
        return static_cast<double>(ArithmeticOf<T>::round(as_number(b) - as_number(a)));
    }
}

template <class T>
double quantile(std::vector<T>& x, double q) {
    const auto is_less = [](T a, T b) { return as_number(a) < as_number(b); };
    const double place = static_cast<double>(x.size() - 1) * q;
    const auto before = static_cast<std::size_t>(place);
    const auto after = std::min(before + 1, x.size() - 1);
    const auto middle = x.begin() + static_cast<std::ptrdiff_t>(before);
    std::nth_element(x.begin(), middle, x.end(), is_less);
    const T a = *middle;
    const T b = after == before ? a : *std::min_element(middle + 1, x.end(), is_less);
    const double part = place - static_cast<double>(before);
    const double difference = neighbour_difference(a, b);
    return part >= 0.5 ? static_cast<double>(as_number(b)) - difference * (1 - part)
                       : static_cast<double>(as_number(a)) + difference * part;
}

/// Calls `use` with the elements, a span.
template <class Use>
double on_elements(const Numbers& numbers, const Use& use) {
    return std::visit([&](const auto& elements) { return static_cast<double>(use(elements)); }, numbers.values());
}

}  // namespace

double spread_of(const Numbers& numbers) {
    return on_elements(numbers, [](const auto& x) {
        const auto is_less = [](auto a, auto b) { return as_number(a) < as_number(b); };
        const auto [smallest, largest] = std::minmax_element(x.begin(), x.end(), is_less);
        return difference(*largest, *smallest);
    });
}

double standard_deviation_of(const Numbers& numbers) {
    return on_elements(numbers, [](const auto& x) { return standard_deviation(x); });
}

double skewness_of(const Numbers& numbers) {
    return on_elements(numbers, [](const auto& x) { return skewness(x); });
}

double quartile_range_of(const Numbers& numbers) {
    return on_elements(numbers, [](const auto& x) {
        std::vector<typename std::decay_t<decltype(x)>::value_type> sorted(x.begin(), x.end());
        const double upper = quantile(sorted, 0.75);
        return upper - quantile(sorted, 0.25);
    });
}

}  // namespace wbm::histogram
