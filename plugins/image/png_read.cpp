// libpng leaves a failed call by longjmp. So each call runs in guarded(), whose step holds no object with a destructor:
// all of those live in PngReader or in the frames that called guarded().
#include "png.hpp"

#include <png.h>

#include <bit>
#include <csetjmp>
#include <cstring>
#include <new>
#include <type_traits>

namespace wbm::image {
namespace {

constexpr std::size_t ihdr_end = 33;  // signature, length, "IHDR", 13 bytes, checksum

std::uint64_t big_endian(std::string_view bytes, std::size_t at) noexcept {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

class PngReader {
public:
    explicit PngReader(Encoded encoded) : name_(encoded.name), left_(encoded.bytes) {
        size_ = png_size(encoded);
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
            const int colour = png_get_color_type(png_, info_);
            if (colour == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png_);
            if (colour == PNG_COLOR_TYPE_GRAY) png_set_expand_gray_1_2_4_to_8(png_);
            if (png_get_bit_depth(png_, info_) == 16 && std::endian::native == std::endian::little) png_set_swap(png_);
            passes_ = png_set_interlace_handling(png_);
            png_read_update_info(png_, info_);
        });
    }

    /// Reads every row, to `to` and then `step` bytes on; a step of 0 keeps none.
    void read_rows(png_bytep to, std::size_t step) {
        guarded([this, to, step] {
            for (int pass = 0; pass < passes_; ++pass)
                for (std::size_t y = 0; y < size_.height; ++y) png_read_row(png_, to + y * step, nullptr);
            png_read_end(png_, nullptr);
        });
    }

    [[nodiscard]] Raster layout() const {
        return {size_, png_get_channels(png_, info_), png_get_bit_depth(png_, info_) == 16 ? std::size_t{2} : 1, {}};
    }
    [[nodiscard]] std::size_t row_bytes() const noexcept { return png_get_rowbytes(png_, info_); }

private:
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
    char message_[256] = {};
};

}  // namespace

Size png_size(Encoded encoded) {
    const std::string_view bytes = encoded.bytes;
    const std::string name(encoded.name);
    if (bytes.size() < ihdr_end || big_endian(bytes, 8) != 13 || bytes.substr(12, 4) != "IHDR")
        throw invalid(name + " is a broken PNG file: its header is missing");
    const Size size{big_endian(bytes, 16), big_endian(bytes, 20)};
    check_size(size, name);
    return size;
}

Size validate_png(Encoded encoded) {
    PngReader reader(encoded);
    reader.open();
    std::vector<png_byte> row(reader.row_bytes());
    reader.read_rows(row.data(), 0);
    return reader.layout().size;
}

Raster decode_png(Encoded encoded) {
    PngReader reader(encoded);
    reader.open();
    Raster raster = reader.layout();
    raster.samples.resize(reader.row_bytes() * raster.size.height);
    reader.read_rows(reinterpret_cast<png_bytep>(raster.samples.data()), reader.row_bytes());
    return raster;
}

}  // namespace wbm::image
