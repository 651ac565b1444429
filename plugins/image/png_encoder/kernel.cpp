#include "kernel.hpp"

#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace wbm::image::png {
namespace {

namespace plain {
#define WBM_TARGET
typedef std::uint8_t Bytes __attribute__((vector_size(16)));
typedef std::uint16_t Pairs __attribute__((vector_size(16)));
typedef std::uint64_t Sums __attribute__((vector_size(16)));
#if defined(__x86_64__)
inline Sums sum_of(Bytes bytes) noexcept {
    return reinterpret_cast<Sums>(_mm_sad_epu8(reinterpret_cast<__m128i>(bytes), _mm_setzero_si128()));
}
#else
inline Sums sum_of(Bytes bytes) noexcept {
    typedef std::uint32_t Fours __attribute__((vector_size(16)));
    const Pairs pairs = (reinterpret_cast<Pairs>(bytes) & 0xff) + (reinterpret_cast<Pairs>(bytes) >> 8);
    const Fours fours = (reinterpret_cast<Fours>(pairs) & 0xffff) + (reinterpret_cast<Fours>(pairs) >> 16);
    return (reinterpret_cast<Sums>(fours) & 0xffffffff) + (reinterpret_cast<Sums>(fours) >> 32);
}
#endif
#include "kernel_loops.hpp"
#undef WBM_TARGET
}  // namespace plain
constexpr Kernel plain_kernel{"plain", plain::costs, plain::apply, plain::swap_pairs, plain::put_each};

#if defined(__x86_64__)
namespace avx2 {
#define WBM_TARGET __attribute__((target("avx2,bmi2")))
typedef std::uint8_t Bytes __attribute__((vector_size(32)));
typedef std::uint16_t Pairs __attribute__((vector_size(32)));
typedef std::uint64_t Sums __attribute__((vector_size(32)));
WBM_TARGET inline Sums sum_of(Bytes bytes) noexcept {
    return reinterpret_cast<Sums>(_mm256_sad_epu8(reinterpret_cast<__m256i>(bytes), _mm256_setzero_si256()));
}
#include "kernel_loops.hpp"
#undef WBM_TARGET
}  // namespace avx2
constexpr Kernel avx2_kernel{"avx2", avx2::costs, avx2::apply, avx2::swap_pairs, avx2::put_each};

namespace avx512 {
#define WBM_TARGET __attribute__((target("avx512bw,avx512vbmi,bmi2")))
typedef std::uint8_t Bytes __attribute__((vector_size(64)));
typedef std::uint16_t Pairs __attribute__((vector_size(64)));
typedef std::uint64_t Sums __attribute__((vector_size(64)));
WBM_TARGET inline Sums sum_of(Bytes bytes) noexcept {
    return reinterpret_cast<Sums>(_mm512_sad_epu8(reinterpret_cast<__m512i>(bytes), _mm512_setzero_si512()));
}
#include "kernel_loops.hpp"

typedef std::uint32_t Words __attribute__((vector_size(64)));

/// A table of 256 bytes, in registers.
struct Table {
    __m512i parts[4];
};

WBM_TARGET inline Table load_table(const std::array<std::uint8_t, 256>& bytes) noexcept {
    Table table;
    std::memcpy(table.parts, bytes.data(), sizeof table);
    return table;
}
WBM_TARGET inline Pairs look_up(const Table& table, __m512i bytes) noexcept {
    return reinterpret_cast<Pairs>(_mm512_mask_blend_epi8(
        _mm512_movepi8_mask(bytes), _mm512_permutex2var_epi8(table.parts[0], bytes, table.parts[1]),
        _mm512_permutex2var_epi8(table.parts[2], bytes, table.parts[3])));
}

/// The bits of 64 literals, four by four, and how many they are.
struct Fours {
    Sums even;
    Sums odd;
    Words lengths;
};

/// Each step joins neighbours, the right one moved up by the length of the left: codes of up to 13 bits in lanes of 16,
/// pairs in 32, fours in 64. Lane 0 is the leftmost and has the low bits.
WBM_TARGET inline Fours join(Pairs low, Pairs high, Pairs lengths) noexcept {
    const Pairs left_length = lengths & 0xff;
    const Words left = reinterpret_cast<Words>((low & 0xff) | high << 8);
    const Words right = reinterpret_cast<Words>(low >> 8 | (high & 0xff00));
    const Words shift = reinterpret_cast<Words>(left_length);
    const Words length = reinterpret_cast<Words>(left_length + (lengths >> 8));

    const Sums left_pair = reinterpret_cast<Sums>((left & 0xffff) | (right & 0xffff) << (shift & 0xffff));
    const Sums right_pair = reinterpret_cast<Sums>(left >> 16 | right >> 16 << (shift >> 16));
    const Sums pair_shift = reinterpret_cast<Sums>(length & 0xffff);

    constexpr std::uint64_t half = 0xffffffff;
    return {(left_pair & half) | (right_pair & half) << (pair_shift & half),
            left_pair >> 32 | right_pair >> 32 << (pair_shift >> 32), (length & 0xffff) + (length >> 16)};
}

WBM_TARGET void put_literals(const LiteralCodes& codes, const std::uint8_t* bytes, std::size_t count, BitWriter& to) {
    if (count < 64) return put_each(codes, bytes, count, to);
    const Table low = load_table(codes.low);
    const Table high = load_table(codes.high);
    const Table length = load_table(codes.length);
    BitWriter writer = to;
    std::size_t i = 0;
    for (; i + 64 <= count; i += 64) {
        const auto literals = reinterpret_cast<__m512i>(load(bytes + i));
        const Fours fours = join(look_up(low, literals), look_up(high, literals), look_up(length, literals));
        for (std::size_t k = 0; k < 8; ++k) {
            writer.put(fours.even[k], fours.lengths[2 * k]);
            writer.put(fours.odd[k], fours.lengths[2 * k + 1]);
        }
    }
    to = writer;
    put_each(codes, bytes + i, count - i, to);
}
#undef WBM_TARGET
}  // namespace avx512
constexpr Kernel avx512_kernel{"avx512", avx512::costs, avx512::apply, avx512::swap_pairs, avx512::put_literals};
#endif

}  // namespace

std::vector<const Kernel*> usable_kernels() {
    std::vector<const Kernel*> usable;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi")) usable.push_back(&avx512_kernel);
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) usable.push_back(&avx2_kernel);
#endif
    usable.push_back(&plain_kernel);
    return usable;
}

const Kernel& best_kernel() noexcept {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi")) return avx512_kernel;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) return avx2_kernel;
#endif
    return plain_kernel;
}

}  // namespace wbm::image::png
