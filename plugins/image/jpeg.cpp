// libjpeg's errors must not return, and no C++ exception may pass through its C frames. So they longjmp to guarded(),
// whose step holds no object with a destructor: all of those live in JpegReader or in the frames that called guarded().
#include "jpeg.hpp"

#include <cstddef>
#include <cstdio>  // jpeglib.h needs it before itself
#include <cstring>

#include <jpeglib.h>

#include <jerror.h>

#include <csetjmp>
#include <new>
#include <string>
#include <type_traits>
#include <vector>

namespace wbm::image {
namespace {

/// Sound JPEG files that libjpeg cannot read.
bool is_unsupported(int code) noexcept {
    switch (code) {
        case JERR_ARITH_NOTIMPL:
        case JERR_BAD_PRECISION:
        case JERR_CCIR601_NOTIMPL:
        case JERR_CONVERSION_NOTIMPL:
        case JERR_FRACT_SAMPLE_NOTIMPL:
        case JERR_NO_BACKING_STORE:
        case JERR_NOT_COMPILED:
        case JERR_SOF_UNSUPPORTED:
            return true;
        default:
            return false;
    }
}

/// Warnings that say nothing about the pixels: bytes between markers, marker versions. Any other means damage.
bool is_harmless(int code) noexcept {
    return code == JWRN_EXTRANEOUS_DATA || code == JWRN_ADOBE_XFORM || code == JWRN_JFIF_MAJOR;
}

class JpegReader {
public:
    explicit JpegReader(Encoded encoded) : encoded_(encoded) {
        jpeg_.err = jpeg_std_error(&errors_);
        errors_.error_exit = &JpegReader::fail;
        errors_.emit_message = [](j_common_ptr jpeg, int level) {
            if (level < 0 && !is_harmless(jpeg->err->msg_code)) fail(jpeg);
        };
        jpeg_.client_data = this;
        progress_.progress_monitor = &JpegReader::check_scans;
    }
    JpegReader(const JpegReader&) = delete;
    JpegReader& operator=(const JpegReader&) = delete;
    ~JpegReader() { jpeg_destroy_decompress(&jpeg_); }

    [[nodiscard]] Size size() const noexcept { return {jpeg_.image_width, jpeg_.image_height}; }
    [[nodiscard]] Raster layout() const { return {size(), static_cast<std::size_t>(jpeg_.num_components), 1, {}}; }

    void read_header() {
        guarded([this] {
            jpeg_create_decompress(&jpeg_);
            jpeg_.progress = &progress_;
            jpeg_.mem->max_memory_to_use = max_jpeg_memory;
            jpeg_mem_src(&jpeg_, reinterpret_cast<const unsigned char*>(encoded_.bytes.data()),
                         static_cast<unsigned long>(encoded_.bytes.size()));
            jpeg_read_header(&jpeg_, TRUE);
        });
        check_size(size(), name());
    }

    void open() {
        read_header();
        switch (jpeg_.num_components) {
            case 1:
                jpeg_.out_color_space = JCS_GRAYSCALE;
                break;
            case 3:
                jpeg_.out_color_space = JCS_RGB;
                break;
            case 4:
                jpeg_.out_color_space = JCS_CMYK;
                break;
            default:
                throw unsupported(name() + " is a JPEG file with " + std::to_string(jpeg_.num_components) +
                                  " channels; convert it to 1, 3 or 4");
        }
        guarded([this] { jpeg_start_decompress(&jpeg_); });
    }

    /// Reads every row, to `to` and then `step` bytes on; a step of 0 keeps none.
    void read_rows(JSAMPLE* to, std::size_t step) {
        guarded([this, to, step] {
            while (jpeg_.output_scanline < jpeg_.output_height) {
                JSAMPLE* row = to + jpeg_.output_scanline * step;
                jpeg_read_scanlines(&jpeg_, &row, 1);
            }
            jpeg_finish_decompress(&jpeg_);
        });
    }

private:
    template <class Step>
    void guarded(Step step) {
        static_assert(std::is_trivially_destructible_v<Step>);
        if (setjmp(jump_) != 0) refuse();
        step();
    }

    [[noreturn]] void refuse() const {
        if (errors_.msg_code == JERR_OUT_OF_MEMORY) throw std::bad_alloc();
        if (is_unsupported(errors_.msg_code))
            throw unsupported(name() + " is a JPEG file of a kind that is not supported: " + message_);
        throw invalid(name() + " is a broken JPEG file: " + message_);
    }

    [[noreturn]] static void fail(j_common_ptr jpeg) {
        auto* self = static_cast<JpegReader*>(jpeg->client_data);
        self->errors_.format_message(jpeg, self->message_);
        std::longjmp(self->jump_, 1);
    }

    static void check_scans(j_common_ptr jpeg) {
        auto* self = static_cast<JpegReader*>(jpeg->client_data);
        if (self->jpeg_.input_scan_number <= max_jpeg_scans) return;
        std::snprintf(self->message_, sizeof self->message_, "it has more than %d scans", max_jpeg_scans);
        std::longjmp(self->jump_, 1);
    }

    [[nodiscard]] std::string name() const { return std::string(encoded_.name); }

    Encoded encoded_;
    jpeg_decompress_struct jpeg_{};
    jpeg_error_mgr errors_{};
    jpeg_progress_mgr progress_{};
    std::jmp_buf jump_{};
    char message_[JMSG_LENGTH_MAX] = {};
};

}  // namespace

Size jpeg_size(Encoded encoded) {
    JpegReader reader(encoded);
    reader.read_header();
    return reader.size();
}

Size validate_jpeg(Encoded encoded) {
    JpegReader reader(encoded);
    reader.open();
    std::vector<JSAMPLE> row(reader.layout().row_bytes());
    reader.read_rows(row.data(), 0);
    return reader.size();
}

Raster decode_jpeg(Encoded encoded) {
    JpegReader reader(encoded);
    reader.open();
    Raster raster = reader.layout();
    raster.samples.resize(raster.row_bytes() * raster.size.height);
    reader.read_rows(reinterpret_cast<JSAMPLE*>(raster.samples.data()), raster.row_bytes());
    // Files with 4 channels hold the ink inverted: that is Adobe's habit, and the reference takes it for granted.
    if (raster.channels == 4)
        for (std::byte& ink : raster.samples) ink = ~ink;
    return raster;
}

}  // namespace wbm::image
