// As in png_read.cpp, libpng leaves a failed call by longjmp: guarded code holds no object with a destructor.
#include "png.hpp"

#include <png.h>
#include <zlib.h>

#include <csetjmp>
#include <cstring>
#include <exception>
#include <new>
#include <utility>
#include <vector>

namespace wbm::image {
namespace {

constexpr std::size_t idat_bytes = std::size_t{1} << 16;

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

    std::string encode(const ArrayView& view, bool stretch) {
        std::vector<std::uint8_t> scratch(view.has_dense_rows() && !stretch ? 0 : view.row_bytes());
        write_all(view, stretch, scratch.data());
        out_.shrink_to_fit();
        return std::move(out_);
    }

private:
    void write_all(const ArrayView& view, bool stretch, std::uint8_t* scratch) {
        if (setjmp(png_jmpbuf(png_)) != 0) {
            if (out_of_memory_) throw std::bad_alloc();
            throw Error(WBM_INTERNAL, std::string("the picture cannot be encoded: ") + message_);
        }
        write_header(view);
        for (std::size_t y = 0; y < view.height; ++y) {
            const std::uint8_t* row = view.row(y, scratch);
            if (stretch) row = stretched(row, scratch, view.row_bytes());
            png_write_row(png_, row);
        }
        png_write_end(png_, info_);
    }

    void write_header(const ArrayView& view) {
        const int colour = view.channels == 1   ? PNG_COLOR_TYPE_GRAY
                           : view.channels == 3 ? PNG_COLOR_TYPE_RGB
                                                : PNG_COLOR_TYPE_RGB_ALPHA;
        png_set_user_limits(png_, max_dimension, max_dimension);
        png_set_IHDR(png_, info_, static_cast<png_uint_32>(view.width), static_cast<png_uint_32>(view.height), 8,
                     colour, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
        // One filter and runs only: on photographs as small as the default (adaptive filters, level 6) and ten times as
        // fast.
        png_set_filter(png_, PNG_FILTER_TYPE_BASE, PNG_FILTER_PAETH);
        png_set_compression_strategy(png_, Z_RLE);
        png_set_compression_buffer_size(png_, idat_bytes);
        png_write_info(png_, info_);
    }

    static const std::uint8_t* stretched(const std::uint8_t* row, std::uint8_t* to, std::size_t count) noexcept {
        for (std::size_t i = 0; i < count; ++i) to[i] = static_cast<std::uint8_t>(row[i] * 255);
        return to;
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

}  // namespace

std::string encode_png(const ArrayView& view, bool stretch) { return PngWriter().encode(view, stretch); }

}  // namespace wbm::image
