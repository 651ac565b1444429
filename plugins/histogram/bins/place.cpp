#include "place.hpp"

#include <algorithm>
#include <cstring>

namespace wbm::histogram {
namespace {

// The loops are written once, for vectors of any width, and built for each kind of machine.

template <class Real, int width>
struct Lanes {
    typedef Real Reals __attribute__((vector_size(width * sizeof(Real))));
    typedef std::int32_t Integers __attribute__((vector_size(width * sizeof(std::int32_t))));
};

template <class Real, int width>
[[gnu::always_inline]] inline bool place_all(const Placement<Real>& scale, const Real* numbers,
                                             std::int32_t* bins) noexcept {
    using Reals = typename Lanes<Real, width>::Reals;
    using Integers = typename Lanes<Real, width>::Integers;
    static_assert(block_numbers % width == 0);
    const Reals zero{};
    const Reals one = zero + 1;
    const Reals last = zero + (scale.bins - 1);
    Reals farthest{};
    for (std::size_t i = 0; i < block_numbers; i += width) {
        Reals x;
        std::memcpy(&x, numbers + i, sizeof x);
        const Reals computed = (x - scale.first) / scale.width * scale.bins;
        farthest = computed > farthest ? computed : farthest;
        Reals bin = __builtin_convertvector(__builtin_convertvector(computed, Integers), Reals);
        bin = bin < last ? bin : last;
        // The edges are computed again, as Scale does: that is quicker than to look them up.
        bin -= x < bin * scale.step + scale.first ? one : zero;
        bin += x >= (bin + one) * scale.step + scale.first ? one : zero;
        bin = bin < last ? bin : last;
        const Integers whole = __builtin_convertvector(bin, Integers);
        std::memcpy(bins + i, &whole, sizeof whole);
    }
    for (int lane = 0; lane < width; ++lane)
        if (!(farthest[lane] < scale.bins + 1)) return false;
    return true;
}

template <class Real, int width>
[[gnu::always_inline]] inline Range<Real> range_of_all(const Real* numbers, std::size_t count) noexcept {
    using Reals = typename Lanes<Real, width>::Reals;
    constexpr std::size_t at_once = 2 * width;
    Reals low, high, other_low, other_high;
    std::memcpy(&low, numbers, sizeof low);
    std::memcpy(&other_low, numbers + width, sizeof other_low);
    high = low;
    other_high = other_low;
    Reals nothing = low * 0 + other_low * 0;  // NaN as soon as one number is not finite
    // The last vectors overlap those before them when the count is no multiple.
    for (std::size_t i = at_once; i < count; i += at_once) {
        const Real* from = numbers + std::min(i, count - at_once);
        Reals x, y;
        std::memcpy(&x, from, sizeof x);
        std::memcpy(&y, from + width, sizeof y);
        low = x < low ? x : low;
        high = x > high ? x : high;
        other_low = y < other_low ? y : other_low;
        other_high = y > other_high ? y : other_high;
        nothing += x * 0 + y * 0;
    }
    Range<Real> range{low[0], high[0], true};
    for (int lane = 0; lane < width; ++lane) {
        range.smallest = std::min({range.smallest, Real(low[lane]), Real(other_low[lane])});
        range.largest = std::max({range.largest, Real(high[lane]), Real(other_high[lane])});
        range.is_finite = range.is_finite && nothing[lane] == 0;
    }
    return range;
}

constexpr std::size_t widest_range = 32;  // numbers that every kernel's range_of() needs

template <class Real>
struct Kernel {
    bool (*place)(const Placement<Real>&, const Real*, std::int32_t*) noexcept;
    Range<Real> (*range_of)(const Real*, std::size_t) noexcept;
};

template <class Real>
bool plain_place(const Placement<Real>& scale, const Real* numbers, std::int32_t* bins) noexcept {
    return place_all<Real, 16 / sizeof(Real)>(scale, numbers, bins);
}
template <class Real>
Range<Real> plain_range(const Real* numbers, std::size_t count) noexcept {
    return range_of_all<Real, 16 / sizeof(Real)>(numbers, count);
}

#if defined(__x86_64__)
template <class Real>
__attribute__((target("avx2"))) bool avx2_place(const Placement<Real>& scale, const Real* numbers,
                                                std::int32_t* bins) noexcept {
    return place_all<Real, 32 / sizeof(Real)>(scale, numbers, bins);
}
template <class Real>
__attribute__((target("avx2"))) Range<Real> avx2_range(const Real* numbers, std::size_t count) noexcept {
    return range_of_all<Real, 32 / sizeof(Real)>(numbers, count);
}

template <class Real>
__attribute__((target("avx512f,avx512dq,avx512vl"))) bool avx512_place(const Placement<Real>& scale,
                                                                       const Real* numbers,
                                                                       std::int32_t* bins) noexcept {
    return place_all<Real, 64 / sizeof(Real)>(scale, numbers, bins);
}
template <class Real>
__attribute__((target("avx512f,avx512dq,avx512vl"))) Range<Real> avx512_range(const Real* numbers,
                                                                              std::size_t count) noexcept {
    return range_of_all<Real, 64 / sizeof(Real)>(numbers, count);
}
#endif

template <class Real>
constexpr Kernel<Real> kernels[] = {
    {&plain_place<Real>, &plain_range<Real>},
#if defined(__x86_64__)
    {&avx2_place<Real>, &avx2_range<Real>},
    {&avx512_place<Real>, &avx512_range<Real>},
#endif
};

std::size_t usable_kernels() noexcept {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) return 3;
    if (__builtin_cpu_supports("avx2")) return 2;
#endif
    return 1;
}

std::size_t& chosen() noexcept {
    static std::size_t index = usable_kernels() - 1;
    return index;
}

template <class Real>
Range<Real> small_range(std::span<const Real> numbers) noexcept {
    if (numbers.empty()) return {};
    Range<Real> range{numbers.front(), numbers.front(), true};
    for (const Real x : numbers) {
        range.smallest = std::min(range.smallest, x);
        range.largest = std::max(range.largest, x);
        range.is_finite = range.is_finite && x * 0 == 0;
    }
    return range;
}

}  // namespace

bool place(const Placement<double>& scale, const double* numbers, std::int32_t* bins) noexcept {
    return kernels<double>[chosen()].place(scale, numbers, bins);
}

bool place(const Placement<float>& scale, const float* numbers, std::int32_t* bins) noexcept {
    return kernels<float>[chosen()].place(scale, numbers, bins);
}

Range<double> range_of(std::span<const double> numbers) noexcept {
    if (numbers.size() < widest_range) return small_range(numbers);
    return kernels<double>[chosen()].range_of(numbers.data(), numbers.size());
}

Range<float> range_of(std::span<const float> numbers) noexcept {
    if (numbers.size() < widest_range) return small_range(numbers);
    return kernels<float>[chosen()].range_of(numbers.data(), numbers.size());
}

std::size_t detail::kernel_count() noexcept { return usable_kernels(); }
void detail::use_kernel(std::size_t index) noexcept { chosen() = std::min(index, usable_kernels() - 1); }

}  // namespace wbm::histogram
