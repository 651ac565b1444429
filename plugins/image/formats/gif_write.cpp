#include "../modes/convert.hpp"
#include "encode.hpp"

#include <wbm/sdk.hpp>

#include <gif_lib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <unordered_map>
#include <utility>

namespace wbm::image {
namespace {

constexpr std::uint64_t max_side = 65535;
constexpr std::size_t max_colours = 256;

/// The colours of a GIF file, and the index in them for each index of the picture: GIF has one transparent index, while
/// a palette may have more.
struct Colours {
    std::vector<Rgba> table;
    std::array<std::uint8_t, max_colours> index{};
    int transparent = -1;
};

Colours colours_of(const Picture& picture) {
    Colours colours;
    for (std::size_t i = 0; i < max_colours; ++i) colours.index[i] = static_cast<std::uint8_t>(i);
    if (picture.mode != Mode::p) {
        for (const std::uint8_t level : colours.index) colours.table.push_back({level, level, level, 255});
        if (picture.transparent) colours.transparent = (*picture.transparent)[0] & 0xff;
        return colours;
    }
    colours.table = picture.palette;
    for (std::size_t i = 0; i < colours.table.size() && i < max_colours; ++i) {
        if (colours.table[i].a != 0) continue;
        if (colours.transparent < 0) colours.transparent = static_cast<int>(i);
        colours.index[i] = static_cast<std::uint8_t>(colours.transparent);
    }
    const auto last = std::max_element(picture.samples.begin(), picture.samples.end());
    const std::size_t used = last == picture.samples.end() ? 0 : std::to_integer<std::size_t>(*last) + 1;
    // The length of a table in a GIF file is a power of 2. An index beyond the palette is black.
    colours.table.resize(std::bit_ceil(std::max({colours.table.size(), used, std::size_t{2}})));
    return colours;
}

/// GIF's pixels are there or not: those with an alpha of 0 become all the same, and the others opaque.
void drop_alpha(Picture& rgba) {
    std::uint8_t* pixel = rgba.row(0);
    for (std::size_t i = 0; i < rgba.size.width * rgba.size.height; ++i, pixel += 4) {
        if (pixel[3] == 0)
            std::memset(pixel, 0, 4);
        else
            pixel[3] = 255;
    }
}

/// The picture with a palette of just its colours, if those are few enough: the octree would melt near ones.
std::optional<Picture> with_own_colours(const Picture& rgba) {
    Picture picture = Picture::blank(Mode::p, rgba.size);
    std::unordered_map<std::uint32_t, std::uint8_t> indices;
    std::uint32_t before = 0;
    std::uint8_t index = 0;
    const std::uint8_t* pixel = rgba.row(0);
    for (std::size_t i = 0; i < picture.samples.size(); ++i, pixel += 4) {
        std::uint32_t colour;
        std::memcpy(&colour, pixel, 4);
        if (i == 0 || colour != before) {
            const auto [known, is_new] = indices.try_emplace(colour, static_cast<std::uint8_t>(picture.palette.size()));
            if (is_new && picture.palette.size() == max_colours) return std::nullopt;
            if (is_new) picture.palette.push_back({pixel[0], pixel[1], pixel[2], pixel[3]});
            index = known->second;
            before = colour;
        }
        picture.samples[i] = std::byte{index};
    }
    return picture;
}

Picture indexed(const Picture& picture) {
    Picture rgba = convert(picture, Mode::rgba);
    drop_alpha(rgba);
    if (std::optional<Picture> exact = with_own_colours(rgba)) return std::move(*exact);
    return convert(rgba, Mode::p);
}

class GifWriter {
public:
    GifWriter() {
        int error = 0;
        gif_.reset(EGifOpen(this, &GifWriter::write, &error));
        if (gif_ == nullptr) throw std::bad_alloc();
    }

    /// Of a picture of mode P, L or 1.
    std::string encode(const Picture& picture) {
        const Colours colours = colours_of(picture);
        const auto width = static_cast<int>(picture.size.width);
        const auto height = static_cast<int>(picture.size.height);
        write_header(colours, width, height);
        check(EGifPutImageDesc(gif_.get(), 0, 0, width, height, false, nullptr));
        std::vector<GifPixelType> row(picture.size.width);
        for (std::size_t y = 0; y < picture.size.height; ++y) {
            const std::uint8_t* from = picture.row(y);
            for (std::size_t x = 0; x < row.size(); ++x) row[x] = colours.index[from[x]];
            check(EGifPutLine(gif_.get(), row.data(), width));
        }
        int error = 0;
        if (EGifCloseFile(gif_.release(), &error) == GIF_ERROR) throw std::bad_alloc();
        return std::move(out_);
    }

private:
    struct Close {
        void operator()(GifFileType* gif) const noexcept { EGifCloseFile(gif, nullptr); }
    };
    struct Free {
        void operator()(ColorMapObject* map) const noexcept { GifFreeMapObject(map); }
    };

    void write_header(const Colours& colours, int width, int height) {
        const std::unique_ptr<ColorMapObject, Free> map(
            GifMakeMapObject(static_cast<int>(colours.table.size()), nullptr));
        if (map == nullptr) throw std::bad_alloc();
        for (std::size_t i = 0; i < colours.table.size(); ++i)
            map->Colors[i] = {colours.table[i].r, colours.table[i].g, colours.table[i].b};
        EGifSetGifVersion(gif_.get(), colours.transparent >= 0);
        check(EGifPutScreenDesc(gif_.get(), width, height, 8, 0, map.get()));
        if (colours.transparent < 0) return;
        const GraphicsControlBlock control = {DISPOSAL_UNSPECIFIED, false, 0, colours.transparent};
        std::array<GifByteType, 4> bytes{};
        EGifGCBToExtension(&control, bytes.data());
        check(EGifPutExtension(gif_.get(), GRAPHICS_EXT_FUNC_CODE, static_cast<int>(bytes.size()), bytes.data()));
    }

    /// Memory is all that writing to a string can want.
    static void check(int result) {
        if (result == GIF_ERROR) throw std::bad_alloc();
    }

    static int write(GifFileType* gif, const GifByteType* bytes, int count) noexcept {
        try {
            static_cast<GifWriter*>(gif->UserData)
                ->out_.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(count));
            return count;
        } catch (const std::exception&) {
            return 0;
        }
    }

    std::string out_;
    std::unique_ptr<GifFileType, Close> gif_;
};

[[noreturn]] void refuse_mode(Mode mode) {
    const char* advice = mode == Mode::la16 || mode == Mode::rgba16 ? "RGBA" : channels_of(mode) > 1 ? "RGB" : "L";
    throw unsupported("cannot write mode " + std::string(name_of(mode)) + " as GIF; give mode \"" + advice + "\"");
}

}  // namespace

std::string encode_gif(const Picture& picture) {
    if (picture.size.width > max_side || picture.size.height > max_side)
        throw unsupported("cannot write " + std::to_string(picture.size.width) + " x " +
                          std::to_string(picture.size.height) + " pixels as GIF; a side may have " +
                          std::to_string(max_side));
    switch (picture.mode) {
        case Mode::bit:
        case Mode::l:
        case Mode::p:
            return GifWriter().encode(picture);
        case Mode::la:
        case Mode::rgb:
        case Mode::rgba:
            return GifWriter().encode(indexed(picture));
        default:
            refuse_mode(picture.mode);
    }
}

}  // namespace wbm::image
