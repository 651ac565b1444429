// folder_layout.hpp - the records of a folder index's block, as they lie in memory and in the cache file.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace wbm::layout {

inline constexpr std::array<char, 8> mark{'w', 'b', 'm', 'p', 'l', 'u', 'g', '\n'};
inline constexpr std::uint32_t format = 1;  ///< raise it when a record below changes

struct Text {
    std::uint32_t offset, size;  ///< in the block's texts
};
struct Range {
    std::uint32_t first, count;
};

struct Plugin {
    Text manifest, library, id, version, reason;
    Range types;
    std::uint64_t device, inode, size;
    std::int64_t changed_ns;
};
struct Type {
    std::uint32_t plugin, inputs;
    Text name, batch;
    Range aliases, extensions;  ///< in the lists
};
/// Sorted by text, then names before aliases, then by type.
struct Name {
    Text text;
    std::uint32_t type, is_alias;
};
struct Magic {
    std::uint32_t type;
    Range pieces;
};
struct Piece {
    std::uint32_t offset;
    Text bytes;
};

enum Section : std::size_t { plugins, types, lists, names, extensions, magics, pieces, section_count };
inline constexpr std::array<std::size_t, section_count> record_size{
    sizeof(Plugin), sizeof(Type), sizeof(Text), sizeof(Name), sizeof(Name), sizeof(Magic), sizeof(Piece)};

struct Header {
    std::array<char, 8> mark;
    std::uint32_t format;
    std::uint32_t size;      ///< of the whole block
    std::uint64_t checksum;  ///< of all behind this member
    std::uint64_t device, inode;
    std::int64_t modified_ns, changed_ns;
    std::uint64_t mode;
    Text folder, host;                          ///< whose block it is, and which version of this library made it
    std::array<Range, section_count> sections;  ///< `first`: offset of the first record in the block
    Range texts;
};
inline constexpr std::size_t checksum_begin = offsetof(Header, device);

static_assert(std::is_trivially_copyable_v<Header> && std::has_unique_object_representations_v<Header>);
static_assert(std::has_unique_object_representations_v<Plugin> && std::has_unique_object_representations_v<Type>);

/// Finds accidents, not attackers: four independent lanes, so that it runs at the speed of memory.
[[nodiscard]] inline std::uint64_t checksum(std::string_view bytes) noexcept {
    constexpr std::uint64_t factor = 0x9E3779B97F4A7C15u;  // 2^64 over the golden ratio: odd, bits well mixed
    std::array<std::uint64_t, 4> lanes{1, 2, 3, 4};
    const auto mix = [](std::uint64_t lane, std::uint64_t word) { return std::rotl((lane ^ word) * factor, 29); };
    while (bytes.size() >= sizeof lanes) {
        std::array<std::uint64_t, 4> words;
        std::memcpy(words.data(), bytes.data(), sizeof words);
        for (std::size_t i = 0; i < lanes.size(); ++i) lanes[i] = mix(lanes[i], words[i]);
        bytes.remove_prefix(sizeof words);
    }
    std::uint64_t sum = bytes.size();
    for (const char c : bytes) sum = mix(sum, static_cast<unsigned char>(c));
    for (const std::uint64_t lane : lanes) sum = mix(sum, lane);
    return sum ^ (sum >> 32);
}

}  // namespace wbm::layout
