// PNG files of what has its own encoder (png_encoder) and, through libpng, of the rarer kinds: palettes and single
// bits. libpng leaves a failed call by longjmp: guarded code holds no object with a destructor.
#include "encode.hpp"

#include <wbm/sdk.hpp>

#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <exception>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace wbm::image {
namespace {

/// Palettes and single bits.
class PngWriter {
public:
    PngWriter() {
        png_ =
            png_create_write_struct(PNG_LIBPNG_VER_STRING, this, &PngWriter::fail, [](png_structp, png_const_charp) {});
        if (png_ != nullptr) info_ = png_create_info_struct(png_);
        if (info_ == nullptr) {
            png_destroy_write_struct(&png_, nullptr);
            throw std::bad_alloc();
        }
        png_set_write_fn(png_, this, &PngWriter::write, [](png_structp) {});
    }
    PngWriter(const PngWriter&) = delete;
    PngWriter& operator=(const PngWriter&) = delete;
    ~PngWriter() { png_destroy_write_struct(&png_, &info_); }

    std::string encode(const Picture& picture) {
        std::vector<png_color> colours;
        std::vector<png_byte> alphas;
        for (const Rgba& c : picture.palette) {
            colours.push_back({c.r, c.g, c.b});
            alphas.push_back(c.a);
        }
        while (!alphas.empty() && alphas.back() == 255) alphas.pop_back();
        write_all(picture, colours, alphas);
        return std::move(out_);
    }

private:
    void write_all(const Picture& picture, const std::vector<png_color>& colours, const std::vector<png_byte>& alphas) {
        if (setjmp(png_jmpbuf(png_)) != 0) {
            if (out_of_memory_) throw std::bad_alloc();
            throw Error(WBM_INTERNAL, std::string("the picture cannot be encoded: ") + message_);
        }
        const bool bits = picture.mode == Mode::bit;
        png_set_user_limits(png_, max_dimension, max_dimension);
        png_set_IHDR(png_, info_, static_cast<png_uint_32>(picture.size.width),
                     static_cast<png_uint_32>(picture.size.height), bits ? 1 : 8,
                     bits ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_PALETTE, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE,
                     PNG_FILTER_TYPE_BASE);
        if (!bits) png_set_PLTE(png_, info_, colours.data(), static_cast<int>(colours.size()));
        if (!alphas.empty()) png_set_tRNS(png_, info_, alphas.data(), static_cast<int>(alphas.size()), nullptr);
        png_write_info(png_, info_);
        if (bits) png_set_packing(png_);
        for (std::size_t y = 0; y < picture.size.height; ++y) png_write_row(png_, picture.row(y));
        png_write_end(png_, info_);
    }

    [[noreturn]] static void fail(png_structp png, png_const_charp text) {
        auto* self = static_cast<PngWriter*>(png_get_error_ptr(png));
        std::strncpy(self->message_, text, sizeof self->message_ - 1);
        png_longjmp(png, 1);
    }

    bool append(png_const_bytep data, png_size_t count) noexcept {
        try {
            out_.append(reinterpret_cast<const char*>(data), count);
            return true;
        } catch (const std::exception&) {
            return false;
        }
    }

    static void write(png_structp png, png_bytep data, png_size_t count) {
        auto* self = static_cast<PngWriter*>(png_get_io_ptr(png));
        if (self->append(data, count)) return;
        self->out_of_memory_ = true;
        png_error(png, "out of memory");
    }

    png_structp png_ = nullptr;
    png_infop info_ = nullptr;
    std::string out_;
    bool out_of_memory_ = false;
    char message_[256] = {};
};

std::string encode_palette(Picture picture) {
    if (picture.palette.empty() || picture.palette.size() > 256)
        throw invalid("the picture has mode P and a palette of " + std::to_string(picture.palette.size()) +
                      " colours; give 1 to 256");
    const auto highest = std::ranges::max(picture.samples);
    if (static_cast<std::size_t>(highest) >= picture.palette.size())
        picture.palette.resize(static_cast<std::size_t>(highest) + 1);
    return PngWriter().encode(picture);
}

/// libpng packs the lowest bit of each byte.
std::string encode_bits(Picture picture) {
    for (std::byte& sample : picture.samples) sample &= std::byte{1};
    return PngWriter().encode(picture);
}

/// Pillow has int32 pixels as a PNG of 16 bits.
std::string encode_int32(const Picture& picture) {
    Picture narrow = Picture::blank(Mode::i16, picture.size);
    const auto* from = reinterpret_cast<const std::int32_t*>(picture.samples.data());
    auto* to = reinterpret_cast<std::uint16_t*>(narrow.samples.data());
    for (std::size_t i = 0; i < picture.samples.size() / sizeof *from; ++i) {
        if (from[i] < 0 || from[i] > 0xffff)
            throw invalid("cannot write mode I as PNG: it has the value " + std::to_string(from[i]) +
                          ", and PNG holds 0 to 65535; give file_type null and no mode, which keeps the numbers");
        to[i] = static_cast<std::uint16_t>(from[i]);
    }
    return encode_png(narrow);
}

}  // namespace

std::string encode_png(const Picture& picture) {
    switch (picture.mode) {
        case Mode::bit:
            return encode_bits(picture);
        case Mode::p:
            return encode_palette(picture);
        case Mode::i:
            return encode_int32(picture);
        case Mode::l:
        case Mode::la:
        case Mode::rgb:
        case Mode::rgba:
        case Mode::i16:
        case Mode::la16:
        case Mode::rgb16:
        case Mode::rgba16:
            return encode_png(PixelRows{picture.samples.data(), static_cast<std::ptrdiff_t>(picture.row_bytes()),
                                        picture.size, channels_of(picture.mode), sample_bytes_of(picture.mode)});
        default:
            throw unsupported("cannot write mode " + std::string(name_of(picture.mode)) +
                              " as PNG; give mode L, LA, P, RGB, RGBA or 1");
    }
}

}  // namespace wbm::image
