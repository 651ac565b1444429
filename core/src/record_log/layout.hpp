// layout.hpp - how records lie in a `.wandb` file: chunks in blocks of 32 KiB (run spec 1.1, 1.2).
//
//     file:   "3A 57 26 42 E1 BE 00", chunks
//     chunk:  CRC-32 of type and payload, u32 | length of the payload, u16 | type, u8 | payload
//
// Numbers are little-endian. Blocks count from the start of the file and no chunk crosses the edge of one: a record is
// one FULL chunk, or FIRST, any number of MIDDLE, LAST. Where fewer bytes are left than a chunk's head has, they are
// zeros.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wbm::record_log {

inline constexpr std::size_t block_bytes = 32768;
inline constexpr std::size_t head_bytes = 7;      ///< of a chunk
inline constexpr std::size_t preamble_bytes = 7;  ///< of the file
inline constexpr std::array<char, preamble_bytes> preamble = {'\x3a', '\x57', '\x26', '\x42', '\xe1', '\xbe', '\0'};

inline constexpr std::size_t max_record_bytes = std::size_t{1} << 28;

enum class ChunkType : std::uint8_t { full = 1, first = 2, middle = 3, last = 4 };

/// What is left of the block that the offset lies in: 1 to block_bytes.
[[nodiscard]] constexpr std::size_t left_in_block(std::uint64_t offset) noexcept {
    return block_bytes - static_cast<std::size_t>(offset % block_bytes);
}

/// CRC-32 as in zlib, of the type and the payload; not LevelDB's CRC-32C, and not masked.
[[nodiscard]] std::uint32_t checksum(std::uint8_t type, std::string_view payload) noexcept;

}  // namespace wbm::record_log
