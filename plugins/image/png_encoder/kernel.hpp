// kernel.hpp - the inner loops that profit from wide registers. All sets of them give equal bytes.
#pragma once

#include "bit_writer.hpp"
#include "huffman.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace wbm::image::png {

/// Rows handed to a kernel are readable this far before and after their bytes, as zeros, and output has this much room
/// behind it, so that no loop needs a tail.
inline constexpr std::size_t padding = 64;

enum class Filter : std::uint8_t { none, sub, up, average, paeth };
inline constexpr std::size_t filters = 5;

/// What a filter looks at. `before` lies `pixel_bytes` bytes to the left, `above` in the row before.
struct FilterInput {
    const std::uint8_t* row;
    const std::uint8_t* above;
    std::size_t bytes;
    std::size_t pixel_bytes;
};

/// A byte costs no more than this, however far from 0: its code is long by then, and hardly grows further.
inline constexpr std::uint8_t most_cost = 24;

struct Kernel {
    const char* name;
    /// For each filter, the sum of the costs of the bytes it leaves: how far they are from 0, up to most_cost.
    std::array<std::uint64_t, filters> (*costs)(const FilterInput& input);
    void (*apply)(Filter filter, const FilterInput& input, std::uint8_t* to);
    /// Swaps the two bytes of each 16-bit sample.
    void (*swap_pairs)(std::uint8_t* bytes, std::size_t count);
    /// The bits of `count` literals.
    void (*put_literals)(const LiteralCodes& codes, const std::uint8_t* bytes, std::size_t count, BitWriter& to);
};

/// Those that this processor runs, the fastest first.
[[nodiscard]] std::vector<const Kernel*> usable_kernels();
[[nodiscard]] const Kernel& best_kernel() noexcept;

}  // namespace wbm::image::png
