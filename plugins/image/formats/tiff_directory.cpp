#include "tiff_directory.hpp"

#include <wbm/sdk.hpp>

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace wbm::image {
namespace {

constexpr std::uint64_t max_entries = 4096;         // of a directory, as libtiff has it
constexpr std::uint64_t max_samples = 64;           // a pixel
constexpr std::uint64_t max_bits = 64;              // a sample
constexpr std::uint64_t free_padding = 1ULL << 24;  // pixels that tiles may add to a small picture
constexpr std::uint64_t padding_factor = 4;         // and to a large one

/// Bytes of a number; 0 for a type that is none.
unsigned size_of_type(std::uint16_t type) noexcept {
    switch (type) {
        case 1:
            return 1;
        case 3:
            return 2;
        case 4:
        case 13:
            return 4;
        case 16:
        case 18:
            return 8;
        default:
            return 0;
    }
}

/// The most bytes that a compression makes of one, where it has a bound that is worth something. JPEG, WebP and the fax
/// codes can make a flat picture of next to nothing.
std::uint64_t most_bytes_of_one(std::uint64_t compression) noexcept {
    switch (compression) {
        case 5:  // LZW: codes of 9 bits or more, of 4096 bytes or fewer
            return 3641;
        case 8:  // Deflate: 258 bytes of 2 bits
        case 32946:
            return 1032;
        case 32773:  // PackBits: 128 bytes of 2
            return 64;
        case 34925:  // LZMA: 273 bytes of 14 decisions that cost 0.022 bits each
            return 8192;
        case 50000:  // Zstandard: blocks of 128 kB with a header of 3 bytes
            return 43691;
        default:
            return 0;
    }
}

std::uint64_t pieces_along(std::uint64_t length, std::uint64_t piece) noexcept { return (length + piece - 1) / piece; }

}  // namespace

TiffDirectories::TiffDirectories(Encoded encoded, std::uint64_t wanted)
    : encoded_(encoded), big_endian_(encoded.bytes.starts_with('M')), big_(false), word_(4) {
    big_ = read(2, 2) == 43;
    if (big_) word_ = 8;
    if (big_ && (read(4, 2) != 8 || read(6, 2) != 0)) broken("its header is damaged");
    std::unordered_set<std::uint64_t> seen;
    std::uint64_t at = read(big_ ? 8 : 4, word_);
    // Pillow takes a directory that comes again for the end, too.
    while (at != 0 && at_.size() < wanted && seen.insert(at).second) {
        if (at_.size() == max_frames) broken("it has more than " + std::to_string(max_frames) + " pages");
        at_.push_back(at);
        const std::uint64_t count = entries(at);
        at = read(at + (big_ ? 8 + 20 * count : 2 + 12 * count), word_);
    }
    if (at_.empty()) broken("it has no page");
}

void TiffDirectories::broken(const std::string& why) const { throw invalid(name() + " is a broken TIFF file: " + why); }

std::uint64_t TiffDirectories::read(std::uint64_t at, unsigned bytes) const {
    if (at > encoded_.bytes.size() || encoded_.bytes.size() - at < bytes) broken("it ends early");
    std::uint64_t value = 0;
    for (unsigned i = 0; i < bytes; ++i) {
        const std::uint64_t byte = static_cast<unsigned char>(encoded_.bytes[static_cast<std::size_t>(at + i)]);
        value = big_endian_ ? value << 8 | byte : value | byte << 8 * i;
    }
    return value;
}

std::uint64_t TiffDirectories::entries(std::uint64_t directory) const {
    const std::uint64_t count = read(directory, big_ ? 8 : 2);
    if (count > max_entries)
        broken("a directory has " + std::to_string(count) + " entries; it may have " + std::to_string(max_entries));
    return count;
}

std::uint64_t TiffDirectories::number(const TiffField& field, std::uint64_t index) const {
    const unsigned bytes = size_of_type(field.type);
    return read(field.at + index * bytes, bytes);
}

/// The one number that all of the field are, or 0.
std::uint64_t TiffDirectories::same(const TiffField& field) const {
    const std::uint64_t first = number(field, 0);
    for (std::uint64_t i = 1; i < std::min(field.count, max_samples); ++i)
        if (number(field, i) != first) return 0;
    return first;
}

void TiffDirectories::read_field(std::uint64_t at, TiffPage& page) const {
    const std::uint64_t tag = read(at, 2);
    TiffField field{static_cast<std::uint16_t>(read(at + 2, 2)), read(at + 4, word_), at + 4 + word_};
    const unsigned bytes = size_of_type(field.type);
    if (bytes == 0 || field.count == 0) return;
    if (field.count > word_ / bytes) field.at = read(field.at, word_);
    if (field.count > encoded_.bytes.size() || field.at > encoded_.bytes.size() ||
        encoded_.bytes.size() - field.at < field.count * bytes) {
        // Tables of tags that do not matter may be damaged: Pillow opens such files.
        field.count = 0;
    }
    set(tag, field, page);
}

void TiffDirectories::set(std::uint64_t tag, const TiffField& field, TiffPage& page) const {
    const std::pair<std::uint64_t, TiffField*> tables[] = {{273, &page.offsets},
                                                           {324, &page.offsets},
                                                           {279, &page.byte_counts},
                                                           {325, &page.byte_counts},
                                                           {320, &page.colors}};
    for (const auto& [known, table] : tables)
        if (tag == known) *table = field;
    constexpr std::uint64_t bits_tag = 258;
    constexpr std::uint64_t format_tag = 339;
    const std::pair<std::uint64_t, std::uint64_t*> numbers[] = {
        {256, &page.size.width},  {257, &page.size.height}, {bits_tag, &page.bits},   {259, &page.compression},
        {262, &page.photometric}, {274, &page.orientation}, {277, &page.samples},     {278, &page.rows_per_strip},
        {284, &page.planar},      {322, &page.tile.width},  {323, &page.tile.height}, {format_tag, &page.format}};
    for (const auto& [known, value] : numbers) {
        if (tag != known) continue;
        if (field.count == 0) broken("it ends early");
        *value = tag == bits_tag || tag == format_tag ? same(field) : number(field, 0);
    }
    constexpr std::uint64_t extra_samples_tag = 338;
    if (tag == extra_samples_tag) page.extra.clear();
    for (std::uint64_t i = 0; tag == extra_samples_tag && i < std::min(field.count, max_samples); ++i)
        page.extra.push_back(number(field, i));
}

TiffPage TiffDirectories::page(std::uint32_t index) {
    if (index >= pages())
        throw invalid(name() + " has no page " + std::to_string(index) + "; it has " + std::to_string(pages()));
    TiffPage page;
    page.at = at_[index];
    const std::uint64_t count = entries(page.at);
    spend(count);
    for (std::uint64_t i = 0; i < count; ++i) read_field(page.at + (big_ ? 8 + 20 * i : 2 + 12 * i), page);
    if (page.orientation < 1 || page.orientation > 8) page.orientation = 1;
    check(page);
    return page;
}

/// Pages may share tables, so that few bytes would cost much time. In a sound file each number has a byte of its own.
void TiffDirectories::spend(std::uint64_t numbers) {
    spent_ += numbers;
    if (spent_ > encoded_.bytes.size()) broken("its directories overlap");
}

void TiffDirectories::check(const TiffPage& page) {
    check_size(page.size, name());
    if (page.samples == 0 || page.samples > max_samples)
        throw unsupported(name() + " is a TIFF file with " + std::to_string(page.samples) +
                          " samples a pixel; convert it to 1, 3 or 4");
    if (page.bits == 0 || page.format == 0)
        throw unsupported(name() +
                          " is a TIFF file with samples of different kinds; convert it to samples of one kind");
    if (page.bits > max_bits)
        throw unsupported(name() + " is a TIFF file with " + std::to_string(page.bits) +
                          " bits a sample; convert it to 8 or 16");
    if (page.planar != 1 && page.planar != 2) broken("its planar configuration is " + std::to_string(page.planar));
    if (!page.tiled()) {
        if (page.rows_per_strip == 0) broken("its strips have no rows");
        check_pieces(page,
                     page.planes() * pieces_along(page.size.height, std::min(page.rows_per_strip, page.size.height)));
        return;
    }
    if (page.tile.width == 0 || page.tile.height == 0) broken("its tiles are empty");
    check_size(page.tile, name() + ", a TIFF file with tiles, in one of them");
    const std::uint64_t across = pieces_along(page.size.width, page.tile.width);
    const std::uint64_t down = pieces_along(page.size.height, page.tile.height);
    if (across * page.tile.width * down * page.tile.height >
        free_padding + padding_factor * page.size.width * page.size.height)
        broken("its tiles are far larger than the picture");
    check_pieces(page, page.planes() * across * down);
}

void TiffDirectories::check_pieces(const TiffPage& page, std::uint64_t pieces) {
    if (page.offsets.count < pieces)
        broken("it has " + std::to_string(page.offsets.count) + " of " + std::to_string(pieces) + " strips or tiles");
    // The length of stored samples is known, whatever the file says; subsampled ones (photometric 6) are fewer.
    const bool stored = page.compression == 1 && page.photometric != 6;
    if (page.byte_counts.count < pieces && !(stored && pieces == 1)) broken("lengths of strips or tiles are missing");
    spend(pieces);
    const std::uint64_t rows = page.tiled() ? page.tile.height : std::min(page.rows_per_strip, page.size.height);
    const std::uint64_t full = rows * page.row_bytes(page.tiled() ? page.tile.width : page.size.width);
    const std::uint64_t each = pieces / page.planes();
    const std::uint64_t last_rows = page.tiled() ? rows : page.size.height - (each - 1) * rows;
    const std::uint64_t last = full / rows * last_rows;
    // Subsampled samples (photometric 6) are fewer.
    const std::uint64_t ratio = page.photometric == 6 ? 0 : most_bytes_of_one(page.compression);
    for (std::uint64_t i = 0; i < pieces; ++i) {
        const std::uint64_t at = number(page.offsets, i);
        std::uint64_t bytes = i < page.byte_counts.count ? number(page.byte_counts, i) : 0;
        if (stored) bytes = i % each == each - 1 ? last : full;
        if (bytes == 0) broken("a strip or tile of it is empty");
        if (ratio != 0 && (i % each == each - 1 ? last : full) / ratio > bytes)
            broken("a strip or tile of it ends early");
        if (at > encoded_.bytes.size() || encoded_.bytes.size() - at < bytes) broken("it ends early");
    }
}

}  // namespace wbm::image
