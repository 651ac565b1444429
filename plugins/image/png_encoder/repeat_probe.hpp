// repeat_probe.hpp - a quick guess at what a deflate achieves that finds repeated strings.
#pragma once

#include "deflate_format.hpp"
#include "huffman.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace wbm::image::png {

/// Works as one does that only remembers the last place of each hash of four bytes.
class RepeatProbe {
public:
    [[nodiscard]] std::uint64_t estimate_bits(std::span<const std::uint8_t> bytes) noexcept;

private:
    /// Where bytes like those at i were last; then that is i.
    std::size_t exchange_place(const std::uint8_t* from, std::size_t i) noexcept;

    std::array<std::uint32_t, 4096> places_;  ///< plus 1; 0 for none
    std::array<std::uint32_t, max_symbols> counts_;
};

}  // namespace wbm::image::png
