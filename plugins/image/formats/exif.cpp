#include "exif.hpp"

#include <libexif/exif-data.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <utility>

namespace wbm::image {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view marker = "Exif\0\0"sv;
constexpr std::size_t max_block = 65533;  // what a JPEG file can hold; the tag is at the front of larger ones too

struct Unref {
    void operator()(ExifData* data) const noexcept { exif_data_unref(data); }
};

int value_of(const ExifEntry& entry, ExifByteOrder order) noexcept {
    if (entry.components < 1 || entry.data == nullptr) return 1;
    unsigned value = 1;
    if (entry.format == EXIF_FORMAT_SHORT && entry.size >= 2) value = exif_get_short(entry.data, order);
    if (entry.format == EXIF_FORMAT_LONG && entry.size >= 4) value = exif_get_long(entry.data, order);
    if (entry.format == EXIF_FORMAT_BYTE && entry.size >= 1) value = entry.data[0];
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
}

/// Where the pixel that is shown at (0, 0) is stored, and how far from there the next ones are, to the right and down.
struct Walk {
    std::ptrdiff_t start;
    std::ptrdiff_t right;
    std::ptrdiff_t down;
};

Walk walk_of(Size stored, int orientation) noexcept {
    const auto w = static_cast<std::ptrdiff_t>(stored.width);
    const auto h = static_cast<std::ptrdiff_t>(stored.height);
    switch (orientation) {
        case 2:
            return {w - 1, -1, w};
        case 3:
            return {w * h - 1, -1, -w};
        case 4:
            return {(h - 1) * w, 1, -w};
        case 5:
            return {0, w, 1};
        case 6:
            return {(h - 1) * w, -w, 1};
        case 7:
            return {w * h - 1, -w, -1};
        default:
            return {w - 1, w, -1};
    }
}

template <std::size_t bytes>
void copy_pixels(const Picture& from, Walk walk, Picture& to) noexcept {
    const std::byte* row = from.samples.data() + walk.start * static_cast<std::ptrdiff_t>(bytes);
    const std::ptrdiff_t right = walk.right * static_cast<std::ptrdiff_t>(bytes);
    std::byte* out = to.samples.data();
    for (std::size_t y = 0; y < to.size.height; ++y) {
        const std::ptrdiff_t row_at = static_cast<std::ptrdiff_t>(y) * walk.down * static_cast<std::ptrdiff_t>(bytes);
        for (std::size_t x = 0; x < to.size.width; ++x, out += bytes)
            std::memcpy(out, row + row_at + static_cast<std::ptrdiff_t>(x) * right, bytes);
    }
}

}  // namespace

int exif_orientation(std::string_view block) noexcept {
    if (block.starts_with(marker)) block.remove_prefix(marker.size());
    block = block.substr(0, max_block - marker.size());
    std::array<unsigned char, max_block> marked{};  // libexif finds no block without its marker
    std::copy(marker.begin(), marker.end(), marked.begin());
    std::copy(block.begin(), block.end(), marked.begin() + marker.size());
    const std::unique_ptr<ExifData, Unref> data(exif_data_new());
    if (data == nullptr) return 1;
    // It would add the tags that the specification asks for.
    exif_data_unset_option(data.get(), EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
    exif_data_load_data(data.get(), marked.data(), static_cast<unsigned>(marker.size() + block.size()));
    const ExifEntry* entry = exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
    return entry == nullptr ? 1 : value_of(*entry, exif_data_get_byte_order(data.get()));
}

Picture oriented(Picture picture, int orientation) {
    if (orientation < 2 || orientation > 8 || picture.samples.empty()) return picture;
    Size shown = picture.size;
    if (orientation >= 5) std::swap(shown.width, shown.height);
    Picture turned = Picture::blank(picture.mode, shown);
    turned.palette = std::move(picture.palette);
    turned.transparent = picture.transparent;
    const Walk walk = walk_of(picture.size, orientation);
    switch (picture.pixel_bytes()) {
        case 1:
            copy_pixels<1>(picture, walk, turned);
            break;
        case 2:
            copy_pixels<2>(picture, walk, turned);
            break;
        case 3:
            copy_pixels<3>(picture, walk, turned);
            break;
        case 4:
            copy_pixels<4>(picture, walk, turned);
            break;
        case 6:
            copy_pixels<6>(picture, walk, turned);
            break;
        default:
            copy_pixels<8>(picture, walk, turned);
    }
    return turned;
}

}  // namespace wbm::image
