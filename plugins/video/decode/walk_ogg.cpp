// Ogg: pages, each with its checksum; the last one of each stream says so.
#include "../limits.hpp"
#include "container.hpp"

#include <array>
#include <map>
#include <vector>

namespace wbm::video {
namespace {

constexpr const char* format = "Ogg";
constexpr std::size_t header_bytes = 27;
constexpr unsigned last_page = 4;

constexpr std::array<std::uint32_t, 256> make_crc_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t sum = i << 24;
        for (int bit = 0; bit < 8; ++bit) sum = sum << 1 ^ ((sum & 0x80000000U) != 0 ? 0x04c11db7U : 0U);
        table[i] = sum;
    }
    return table;
}

std::uint32_t crc_of(std::string_view page) {
    static constexpr auto table = make_crc_table();
    std::uint32_t sum = 0;
    for (const char c : page) sum = sum << 8 ^ table[(sum >> 24) ^ static_cast<unsigned char>(c)];
    return sum;
}

std::uint32_t little_at(std::string_view bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t i = 4; i-- > 0;) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

/// The page at a place, with its checksum set to 0 as it is when the sum is made.
std::string page_at(const Source& source, std::uint64_t place) {
    const std::string head = source.piece(place, header_bytes + 255);
    const auto broken = [&](const std::string& why) { source.broken(format, why); };
    if (head.size() < header_bytes) broken("it ends early");
    if (!head.starts_with("OggS")) broken("byte " + std::to_string(place) + " begins no page");
    const std::size_t segments = static_cast<unsigned char>(head[26]);
    if (head.size() < header_bytes + segments) broken("it ends early");
    std::size_t size = header_bytes + segments;
    for (std::size_t i = 0; i < segments; ++i) size += static_cast<unsigned char>(head[header_bytes + i]);
    std::string page = source.piece(place, size);
    if (page.size() < size) broken("it ends early: its last page is cut");
    const std::uint32_t sum = little_at(page, 22);
    page.replace(22, 4, 4, '\0');
    if (crc_of(page) != sum) broken("the page at byte " + std::to_string(place) + " has a wrong checksum");
    return page;
}

}  // namespace

void walk_ogg(const Source& source) {
    std::map<std::uint32_t, bool> has_ended;
    std::size_t steps = 0;
    for (std::uint64_t place = 0; place < source.size();) {
        if (++steps > max_structure_steps) source.broken(format, "it has too many pages");
        const std::string page = page_at(source, place);
        has_ended[little_at(page, 14)] = (static_cast<unsigned char>(page[5]) & last_page) != 0;
        if (has_ended.size() > max_streams) source.broken(format, "it has too many streams");
        place += page.size();
    }
    for (const auto& [serial, ended] : has_ended)
        if (!ended) source.broken(format, "it ends early: a stream has no last page");
}

}  // namespace wbm::video
