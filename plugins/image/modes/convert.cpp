#include "convert.hpp"

#include "direct.hpp"
#include "dither.hpp"
#include "hsv.hpp"
#include "lab.hpp"
#include "octree.hpp"
#include "palette.hpp"
#include "transparency.hpp"
#include "ycbcr.hpp"

#include <wbm/sdk.hpp>

#include <string>
#include <utility>

namespace wbm::image {
namespace {

bool is_deep(Mode mode) noexcept { return mode == Mode::la16 || mode == Mode::rgb16 || mode == Mode::rgba16; }
bool has_alpha(Mode mode) noexcept { return mode == Mode::la || mode == Mode::rgba; }
// What a deep mode is read as.
std::string_view shallow_name(Mode deep) noexcept {
    return deep == Mode::la16 ? "LA" : deep == Mode::rgb16 ? "RGB" : "RGBA";
}

// L to any other mode.
Picture from_level(const Picture& gray, Mode to) {
    switch (to) {
        case Mode::bit:
            return black_and_white(gray);
        case Mode::lab:
            return lab_of(from_gray(gray, Mode::rgb));
        case Mode::p: {
            Picture result = gray;
            result.mode = Mode::p;
            result.transparent.reset();
            result.palette = gray_palette();
            return result;
        }
        default:
            return from_gray(gray, to);
    }
}

Picture from_any_gray(const Picture& picture, Mode to) {
    if (goes_between_grays(picture.mode, to)) return between_grays(picture, to);
    if (picture.mode == Mode::l) return from_level(picture, to);
    Picture gray = gray_of(picture);
    return to == Mode::l ? std::move(gray) : from_level(gray, to);
}

// RGB to any other mode.
Picture from_rgb(const Picture& rgb, Mode to) {
    switch (to) {
        case Mode::bit:
            return black_and_white(rgb);
        case Mode::la:
        case Mode::rgba:
            return with_alpha(rgb, to);
        case Mode::p:
            return web_of(rgb);
        case Mode::cmyk:
            return cmyk_of(rgb);
        case Mode::ycbcr:
            return ycbcr_of(rgb);
        case Mode::hsv:
            return hsv_of(rgb);
        case Mode::lab:
            return lab_of(rgb);
        case Mode::i16:
            return from_gray(to_gray_or_rgb(rgb, Mode::l), to);
        default:
            return to_gray_or_rgb(rgb, to);  // L, I, F
    }
}

Picture from_rgba(const Picture& rgba, Mode to) {
    switch (to) {
        case Mode::la:
            return with_alpha(rgba, to);
        case Mode::p:
            return octree_of(rgba);
        case Mode::bit:
            return black_and_white(rgba);
        case Mode::l:
        case Mode::i:
        case Mode::f:
        case Mode::rgb:
            return to_gray_or_rgb(rgba, to);
        default:
            return from_rgb(to_gray_or_rgb(rgba, Mode::rgb), to);
    }
}

// RGB to any mode.
Picture by_rgb(Picture rgb, Mode to) { return to == Mode::rgb ? std::move(rgb) : from_rgb(rgb, to); }

// Every target but 1 (and P) is a matter of the single pixel, so the palette is converted in place of the picture.
Picture from_palette(const Picture& picture, Mode to) {
    const Picture rgb = palette_row(picture, Mode::rgb);
    if (to == Mode::bit) return looked_up(picture, threshold(rgb));
    const Picture rgba = palette_row(picture, Mode::rgba);
    if (to == Mode::rgba) return looked_up(picture, rgba);
    if (to == Mode::la) return looked_up(picture, with_alpha(rgba, to));
    return looked_up(picture, by_rgb(rgb, to));
}

// To another mode, without a transparent colour.
Picture converted(const Picture& picture, Mode to) {
    switch (picture.mode) {
        case Mode::p:
            return from_palette(picture, to);
        case Mode::rgb:
            return from_rgb(picture, to);
        case Mode::rgba:
            return from_rgba(picture, to);
        case Mode::cmyk:
            return by_rgb(rgb_of_cmyk(picture), to);
        case Mode::hsv:
            return by_rgb(rgb_of_hsv(picture), to);
        case Mode::lab:
            return by_rgb(rgb_of_lab(picture), to);
        case Mode::ycbcr:
            if (to == Mode::l) return gray_of_ycbcr(picture);
            if (to == Mode::la) return from_gray(gray_of_ycbcr(picture), to);
            return by_rgb(rgb_of_ycbcr(picture), to);
        default:
            return from_any_gray(picture, to);
    }
}

}  // namespace

Picture convert(const Picture& picture, Mode to) {
    if (picture.mode == to) return picture;
    if (is_deep(to))
        throw unsupported("a picture of mode \"" + std::string(name_of(picture.mode)) + "\" cannot be converted to \"" +
                          std::string(name_of(to)) + "\", which only a file gives; ask for \"" +
                          std::string(shallow_name(to)) + "\"");
    if (is_deep(picture.mode)) {
        Picture shallow = reduced(picture);
        shallow.transparent = picture.transparent;
        if (shallow.mode == to) return shallow;
        return convert(shallow, to);
    }
    if (has_alpha(to) && picture.transparent && may_declare(picture.mode)) {
        const bool as_it_is = picture.mode == Mode::rgb || picture.mode == Mode::l;
        return as_it_is ? cleared(picture, *picture.transparent, to)
                        : cleared(converted(picture, Mode::l), *picture.transparent, to);
    }
    Picture result = converted(picture, to);
    carry_transparency(picture, result);
    return result;
}

}  // namespace wbm::image
