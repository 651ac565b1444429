// Equal bins over the range of the numbers.
#include "bins.hpp"

#include "place.hpp"
#include "scale.hpp"

#include "../limits.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace wbm::histogram {
namespace {

[[noreturn]] void refuse_non_finite(const Numbers& numbers) {
    const Numbers::NonFinite found = numbers.count_non_finite();
    throw invalid("the numbers have " + std::to_string(found.nan) + " NaN and " + std::to_string(found.infinite) +
                  " infinities among " + std::to_string(numbers.size()) +
                  ", so they have no range; set the option \"skip_nonfinite\" to leave them out, or give the edges in "
                  "\"num_bins\"");
}

[[noreturn]] void refuse_range(std::size_t bins, double first, double last) {
    throw invalid("the range " + brief(json::value(first)) + " to " + brief(json::value(last)) +
                  " cannot be cut into " + std::to_string(bins) +
                  " bins with different edges in the type of the numbers; give fewer bins in "
                  "\"num_bins\", or numbers of a wider type");
}

/// Counts in four tables, so that equal neighbours do not wait for each other.
class Tally {
public:
    explicit Tally(std::size_t bins) : bins_(bins), counts_(tables * bins) {}

    void add(const std::array<std::int32_t, block_numbers>& bins) noexcept {
        static_assert(block_numbers % tables == 0);
        for (std::size_t i = 0; i < block_numbers; i += tables)
            for (std::size_t table = 0; table < tables; ++table)
                ++counts_[table * bins_ + static_cast<std::size_t>(bins[i + table])];
    }
    void add(std::size_t bin, std::int64_t count) noexcept { counts_[bin] += count; }

    [[nodiscard]] std::vector<std::int64_t> counts() const {
        std::vector<std::int64_t> sums(bins_);
        for (std::size_t i = 0; i < counts_.size(); ++i) sums[i % bins_] += counts_[i];
        return sums;
    }

private:
    static constexpr std::size_t tables = 4;
    std::size_t bins_;
    std::vector<std::int64_t> counts_;
};

template <class A>
Scale<A> scale_between(typename A::Real first, typename A::Real last, typename A::Real width, std::size_t bins) {
    Scale<A> scale(first, last, width, bins);
    if (!std::isfinite(width) || !scale.edges_rise())
        refuse_range(bins, static_cast<double>(first), static_cast<double>(last));
    return scale;
}

/// The bins of a range: edges in the numbers' own arithmetic.
template <class T>
Scale<ArithmeticOf<T>> scale_of(T smallest, T largest, std::size_t bins) {
    using A = ArithmeticOf<T>;
    using Real = typename A::Real;
    const auto low = static_cast<Real>(as_number(smallest));
    const auto high = static_cast<Real>(as_number(largest));
    if (as_number(smallest) != as_number(largest))
        return scale_between<A>(low, high, static_cast<Real>(difference(largest, smallest)), bins);
    const Real first = A::round(low - Real(0.5));
    const Real last = A::round(high + Real(0.5));
    return scale_between<A>(first, last, A::round(last - first), bins);
}

template <class A>
Bins finished(const Scale<A>& scale, const Tally& tally) {
    return {tally.counts(), {scale.edges().begin(), scale.edges().end()}};
}

template <class A>
std::size_t bin_or_refusal(const Scale<A>& scale, typename A::Real x) {
    const auto bin = scale.bin_of(x);
    if (!bin)
        refuse_range(scale.bins(), static_cast<double>(scale.edges().front()),
                     static_cast<double>(scale.edges().back()));
    return *bin;
}

/// Each number by itself.
template <class T, class A>
void tally_each(Tally& tally, const Scale<A>& scale, std::span<const T> numbers) {
    for (const T x : numbers) tally.add(bin_or_refusal(scale, static_cast<typename A::Real>(x)), 1);
}

template <class T, class A>
void tally_blocks(Tally& tally, const Scale<A>& scale, std::span<const T> numbers) {
    using Real = typename A::Real;
    const Placement<Real> placement{scale.first(), scale.width(), scale.step(), static_cast<Real>(scale.bins())};
    std::array<std::int32_t, block_numbers> bins;
    std::array<Real, block_numbers> converted;
    while (numbers.size() >= block_numbers) {
        const Real* block = converted.data();
        if constexpr (std::is_same_v<T, Real>)
            block = numbers.data();
        else
            for (std::size_t i = 0; i < block_numbers; ++i) converted[i] = static_cast<Real>(numbers[i]);
        if (!place(placement, block, bins.data()))
            refuse_range(scale.bins(), static_cast<double>(scale.edges().front()),
                         static_cast<double>(scale.edges().back()));
        tally.add(bins);
        numbers = numbers.subspan(block_numbers);
    }
    tally_each(tally, scale, numbers);
}

template <class T>
Range<T> range_of_integers(std::span<const T> integers) {
    Range<T> range{std::numeric_limits<T>::max(), std::numeric_limits<T>::lowest(), true};
    for (const T x : integers) {
        range.smallest = std::min(range.smallest, x);
        range.largest = std::max(range.largest, x);
    }
    return range;
}

template <class T>
Bins bins_of(const Numbers& all, std::span<const T> numbers, std::size_t bins) {
    Range<T> range;
    if constexpr (std::is_integral_v<T>)
        range = range_of_integers(numbers);
    else
        range = range_of(numbers);
    if (!range.is_finite) refuse_non_finite(all);
    const auto scale = scale_of(range.smallest, range.largest, bins);
    Tally tally(scale.bins());
    if (scale.step() == 0)
        tally_each(tally, scale, numbers);
    else
        tally_blocks(tally, scale, numbers);
    return finished(scale, tally);
}

/// There are only 65536 halves, and their arithmetic is slow: each that occurs is placed once.
Bins bins_of(const Numbers& all, std::span<const Half> numbers, std::size_t bins) {
    std::vector<std::int64_t> counts(std::size_t{1} << 16);
    for (const Half x : numbers) ++counts[x.bits];
    std::vector<Half> different;
    for (std::size_t bits = 0; bits < counts.size(); ++bits)
        if (counts[bits] > 0) different.push_back({static_cast<std::uint16_t>(bits)});
    const auto is_less = [](Half a, Half b) { return to_float(a) < to_float(b); };
    const auto is_finite = [](Half x) { return (x.bits & 0x7c00U) != 0x7c00U; };
    if (!std::all_of(different.begin(), different.end(), is_finite)) refuse_non_finite(all);
    const auto [smallest, largest] = std::minmax_element(different.begin(), different.end(), is_less);
    const auto scale = scale_of(*smallest, *largest, bins);
    Tally tally(scale.bins());
    for (const Half x : different) tally.add(bin_or_refusal(scale, to_float(x)), counts[x.bits]);
    return finished(scale, tally);
}

/// 0 to 1. NumPy computes these edges as doubles and rounds each.
template <class T>
Bins empty_bins(std::size_t bins) {
    const Scale<Doubles> scale(0, 1, 1, bins);
    Bins empty{std::vector<std::int64_t>(bins), scale.edges()};
    for (double& edge : empty.edges) edge = static_cast<double>(ArithmeticOf<T>::round(edge));
    return empty;
}

}  // namespace

Bins equal_bins(const Numbers& numbers, std::size_t bins) {
    return std::visit(
        [&](const auto& elements) {
            using T = typename std::decay_t<decltype(elements)>::value_type;
            return elements.empty() ? empty_bins<T>(bins) : bins_of(numbers, elements, bins);
        },
        numbers.values());
}

}  // namespace wbm::histogram
