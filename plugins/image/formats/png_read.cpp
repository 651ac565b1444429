// libpng leaves a failed call by longjmp. So each call runs in guarded(), whose step holds no object with a destructor:
// all of those live in PngReader or in the frames that called guarded().
#include "codecs.hpp"
#include "exif.hpp"

#include <wbm/sdk.hpp>

#include <libdeflate.h>
#include <png.h>

#include <algorithm>
#include <bit>
#include <csetjmp>
#include <cstring>
#include <new>
#include <string>
#include <type_traits>
#include <utility>

namespace wbm::image {
namespace {

constexpr std::string_view signature{"\x89PNG\r\n\x1a\n", 8};
constexpr std::size_t chunk_frame = 12;            // length, type, checksum
constexpr std::uint64_t most_bytes_of_one = 1032;  // that deflate makes

std::uint32_t big_endian(std::string_view bytes, std::size_t at) noexcept {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

[[noreturn]] void refuse(const Encoded& encoded, std::string_view why) {
    throw invalid(std::string(encoded.name) + " is a broken PNG file: " + std::string(why));
}

struct Chunk {
    std::string_view type;
    std::string_view data;
};

bool is_name(std::string_view type) noexcept {
    return std::all_of(type.begin(), type.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

/// Takes the next chunk off `left`, its checksum proven.
Chunk next_chunk(const Encoded& encoded, std::string_view& left) {
    if (left.size() < chunk_frame) refuse(encoded, "it ends early");
    const std::size_t length = big_endian(left, 0);
    if (left.size() - chunk_frame < length) refuse(encoded, "it ends early");
    const Chunk chunk{left.substr(4, 4), left.substr(8, length)};
    if (!is_name(chunk.type)) refuse(encoded, "a chunk of it has no name");
    if (libdeflate_crc32(0, chunk.type.data(), length + 4) != big_endian(left, 8 + length))
        refuse(encoded, "the checksum of a " + json::write(json::value(chunk.type)) + " chunk is wrong");
    left.remove_prefix(length + chunk_frame);
    return chunk;
}

bool is_sound_depth(int depth, int colour) noexcept {
    switch (colour) {
        case PNG_COLOR_TYPE_GRAY:
            return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
        case PNG_COLOR_TYPE_PALETTE:
            return depth == 1 || depth == 2 || depth == 4 || depth == 8;
        case PNG_COLOR_TYPE_RGB:
        case PNG_COLOR_TYPE_GRAY_ALPHA:
        case PNG_COLOR_TYPE_RGB_ALPHA:
            return depth == 8 || depth == 16;
        default:
            return false;
    }
}

Size size_of_header(const Encoded& encoded, const Chunk& header) {
    if (header.type != "IHDR" || header.data.size() != 13) refuse(encoded, "its header is missing");
    const int depth = static_cast<unsigned char>(header.data[8]);
    const int colour = static_cast<unsigned char>(header.data[9]);
    if (!is_sound_depth(depth, colour))
        refuse(encoded, "its header says " + std::to_string(depth) + " bits and colour type " + std::to_string(colour));
    if (header.data[10] != 0 || header.data[11] != 0 || (header.data[12] & ~1) != 0)
        refuse(encoded, "its header names methods that do not exist");
    const Size size{big_endian(header.data, 0), big_endian(header.data, 4)};
    check_size(size, std::string(encoded.name));
    return size;
}

/// A picture cannot be larger than what its compressed bytes can make.
void check_pixels(const Encoded& encoded, const Chunk& header, Size size, std::uint64_t compressed) {
    constexpr std::uint64_t samples[] = {1, 0, 3, 1, 2, 0, 4};  // a pixel, by colour type
    const std::size_t colour = static_cast<unsigned char>(header.data[9]);
    const std::uint64_t bits = samples[colour] * static_cast<unsigned char>(header.data[8]);
    if (size.width * size.height * bits / 8 / most_bytes_of_one > compressed) refuse(encoded, "its pixels end early");
}

Info inspect_png(Encoded encoded) {
    std::string_view left = encoded.bytes.substr(signature.size());
    const Chunk header = next_chunk(encoded, left);
    Info info{.size = size_of_header(encoded, header)};
    bool has_palette = header.data[9] != PNG_COLOR_TYPE_PALETTE;
    bool has_pixels = false;
    bool has_exif = false;
    std::uint64_t compressed = 0;
    for (Chunk chunk = next_chunk(encoded, left); chunk.type != "IEND"; chunk = next_chunk(encoded, left)) {
        if (chunk.type == "IHDR") refuse(encoded, "it has two headers");
        if (chunk.type == "PLTE") has_palette = true;
        if (chunk.type == "IDAT") {
            if (!has_palette) refuse(encoded, "its palette is missing");
            has_pixels = true;
            compressed += chunk.data.size();
        }
        // The first: reading any number of them would take any time.
        if (chunk.type == "eXIf" && !std::exchange(has_exif, true)) info.orientation = exif_orientation(chunk.data);
    }
    if (!has_pixels) refuse(encoded, "its pixels are missing");
    check_pixels(encoded, header, info.size, compressed);
    return info;
}

class PngReader {
public:
    explicit PngReader(Encoded encoded) : name_(encoded.name), left_(encoded.bytes) {
        std::string_view chunks = encoded.bytes.substr(signature.size());
        size_ = size_of_header(encoded, next_chunk(encoded, chunks));
        png_ =
            png_create_read_struct(PNG_LIBPNG_VER_STRING, this, &PngReader::fail, [](png_structp, png_const_charp) {});
        if (png_ != nullptr) info_ = png_create_info_struct(png_);
        if (info_ == nullptr) {
            png_destroy_read_struct(&png_, nullptr, nullptr);
            throw std::bad_alloc();
        }
        png_set_read_fn(png_, this, &PngReader::read);
    }
    PngReader(const PngReader&) = delete;
    PngReader& operator=(const PngReader&) = delete;
    ~PngReader() { png_destroy_read_struct(&png_, &info_, nullptr); }

    /// Reads up to the pixels and chooses their form.
    void open() {
        guarded([this] {
            png_set_user_limits(png_, max_dimension, max_dimension);
            png_set_chunk_malloc_max(png_, 0);  // the file is in memory already, and what is skipped takes none
            png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
            png_set_crc_action(png_, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
            png_read_info(png_, info_);
            depth_ = png_get_bit_depth(png_, info_);
            if (png_get_color_type(png_, info_) == PNG_COLOR_TYPE_PALETTE)
                png_set_packing(png_);
            else
                png_set_expand_gray_1_2_4_to_8(png_);
            if (png_get_bit_depth(png_, info_) == 16 && std::endian::native == std::endian::little) png_set_swap(png_);
            passes_ = png_set_interlace_handling(png_);
            png_read_update_info(png_, info_);
        });
    }

    /// Reads every row, to `to` and then `step` bytes on.
    void read_rows(png_bytep to, std::size_t step) {
        guarded([this, to, step] {
            for (int pass = 0; pass < passes_; ++pass)
                for (std::size_t y = 0; y < size_.height; ++y) png_read_row(png_, to + y * step, nullptr);
            png_read_end(png_, nullptr);
        });
    }

    /// The picture without its pixels.
    [[nodiscard]] Picture blank() const {
        Picture picture = Picture::blank(mode(), size_);
        png_colorp colours = nullptr;
        int count = 0;
        if (picture.mode == Mode::p && png_get_PLTE(png_, info_, &colours, &count) != 0)
            for (int i = 0; i < count; ++i)
                picture.palette.push_back({colours[i].red, colours[i].green, colours[i].blue});
        add_transparency(picture);
        return picture;
    }

private:
    [[nodiscard]] Mode mode() const noexcept {
        const bool deep = depth_ == 16;
        switch (png_get_color_type(png_, info_)) {
            case PNG_COLOR_TYPE_PALETTE:
                return Mode::p;
            case PNG_COLOR_TYPE_GRAY:
                return deep ? Mode::i16 : depth_ == 1 ? Mode::bit : Mode::l;
            case PNG_COLOR_TYPE_GRAY_ALPHA:
                return deep ? Mode::la16 : Mode::la;
            case PNG_COLOR_TYPE_RGB:
                return deep ? Mode::rgb16 : Mode::rgb;
            default:
                return deep ? Mode::rgba16 : Mode::rgba;
        }
    }

    void add_transparency(Picture& picture) const {
        png_bytep alphas = nullptr;
        png_color_16p colour = nullptr;
        int count = 0;
        if (png_get_tRNS(png_, info_, &alphas, &count, &colour) == 0) return;
        if (picture.mode == Mode::p) {
            const auto end = std::min(picture.palette.size(), static_cast<std::size_t>(count));
            for (std::size_t i = 0; i < end; ++i) picture.palette[i].a = alphas[i];
        } else if (channels_of(picture.mode) == 3) {
            picture.transparent = {colour->red, colour->green, colour->blue};
        } else {
            // The file counts in its own bits, the rows have been scaled to 8.
            const unsigned scale = depth_ < 8 ? 255U / ((1U << depth_) - 1) : 1;
            picture.transparent = {static_cast<std::uint16_t>(colour->gray * scale), 0, 0};
        }
    }

    template <class Step>
    void guarded(Step step) {
        static_assert(std::is_trivially_destructible_v<Step>);
        if (setjmp(png_jmpbuf(png_)) != 0) throw invalid(std::string(name_) + " is a broken PNG file: " + message_);
        step();
    }

    [[noreturn]] static void fail(png_structp png, png_const_charp text) {
        auto* self = static_cast<PngReader*>(png_get_error_ptr(png));
        std::strncpy(self->message_, text, sizeof self->message_ - 1);
        png_longjmp(png, 1);
    }

    static void read(png_structp png, png_bytep to, png_size_t count) {
        auto* self = static_cast<PngReader*>(png_get_io_ptr(png));
        if (self->left_.size() < count) png_error(png, "it ends early");
        std::memcpy(to, self->left_.data(), count);
        self->left_.remove_prefix(count);
    }

    std::string_view name_;
    std::string_view left_;
    Size size_;
    png_structp png_ = nullptr;
    png_infop info_ = nullptr;
    int passes_ = 1;
    int depth_ = 8;
    char message_[256] = {};
};

Picture decode_png(Encoded encoded, std::uint32_t frame) {
    if (frame != 0) throw invalid(std::string(encoded.name) + " has 1 frame, not frame " + std::to_string(frame));
    PngReader reader(encoded);
    reader.open();
    Picture picture = reader.blank();
    reader.read_rows(picture.row(0), picture.row_bytes());
    return picture;
}

}  // namespace

const Codec png_codec{"PNG", "png", [](std::string_view bytes) { return bytes.starts_with(signature); }, &inspect_png,
                      &decode_png};

}  // namespace wbm::image
