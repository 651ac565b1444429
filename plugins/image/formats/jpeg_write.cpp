// As in jpeg_read.cpp, libjpeg leaves a failed call by longjmp: guarded code holds no object with a destructor.
#include "encode.hpp"

#include <wbm/sdk.hpp>

#include <cstddef>
#include <cstdio>  // jpeglib.h needs it before itself
#include <cstring>

#include <jpeglib.h>

#include <jerror.h>

#include <array>
#include <csetjmp>
#include <new>
#include <utility>
#include <vector>

namespace wbm::image {
namespace {

constexpr std::uint64_t max_side = 65500;       // libjpeg's own
constexpr int best_of_half_colours = 95;        // above, the colours keep the picture's full resolution
constexpr std::size_t buffer_bytes = 1U << 15;  // handed over to the result when it is full

/// What libjpeg calls the samples of a mode.
J_COLOR_SPACE space_of(Mode mode) {
    switch (mode) {
        case Mode::bit:
        case Mode::l:
            return JCS_GRAYSCALE;
        case Mode::rgb:
            return JCS_RGB;
        case Mode::ycbcr:
            return JCS_YCbCr;
        case Mode::cmyk:
            return JCS_CMYK;
        default:
            break;
    }
    const bool colour = channels_of(mode) > 2 || mode == Mode::p;
    throw unsupported("cannot write mode " + std::string(name_of(mode)) + " as JPEG; give mode \"" +
                      (colour ? "RGB" : "L") + "\"");
}

class JpegWriter {
public:
    JpegWriter() {
        jpeg_.err = jpeg_std_error(&errors_);
        errors_.error_exit = &JpegWriter::fail;
        errors_.emit_message = [](j_common_ptr, int) {};
        jpeg_.client_data = this;
        target_.init_destination = [](j_compress_ptr jpeg) { of(jpeg)->rewind(); };
        target_.empty_output_buffer = &JpegWriter::hand_over;
        target_.term_destination = [](j_compress_ptr jpeg) { of(jpeg)->finish(); };
    }
    JpegWriter(const JpegWriter&) = delete;
    JpegWriter& operator=(const JpegWriter&) = delete;
    ~JpegWriter() { jpeg_destroy_compress(&jpeg_); }

    std::string encode(const Picture& picture, int quality) {
        const J_COLOR_SPACE space = space_of(picture.mode);
        std::vector<JSAMPLE> row(picture.row_bytes());
        if (setjmp(jump_) != 0) {
            if (errors_.msg_code == JERR_OUT_OF_MEMORY) throw std::bad_alloc();
            throw Error(WBM_INTERNAL, std::string("cannot write the picture as JPEG: ") + message_);
        }
        write(picture, space, quality, row.data());
        return std::move(out_);
    }

private:
    static JpegWriter* of(j_compress_ptr jpeg) { return static_cast<JpegWriter*>(jpeg->client_data); }

    void write(const Picture& picture, J_COLOR_SPACE space, int quality, JSAMPLE* row) {
        jpeg_create_compress(&jpeg_);
        jpeg_.dest = &target_;
        jpeg_.image_width = static_cast<JDIMENSION>(picture.size.width);
        jpeg_.image_height = static_cast<JDIMENSION>(picture.size.height);
        jpeg_.input_components = static_cast<int>(channels_of(picture.mode));
        jpeg_.in_color_space = space;
        jpeg_set_defaults(&jpeg_);
        jpeg_set_quality(&jpeg_, quality, TRUE);
        if (quality > best_of_half_colours) jpeg_.comp_info[0].h_samp_factor = jpeg_.comp_info[0].v_samp_factor = 1;
        jpeg_start_compress(&jpeg_, TRUE);
        const std::size_t bytes = picture.row_bytes();
        while (jpeg_.next_scanline < jpeg_.image_height) {
            const std::uint8_t* from = picture.row(jpeg_.next_scanline);
            // Files with 4 channels hold the ink inverted: that is Adobe's habit, and readers take it for granted.
            for (std::size_t i = 0; i < bytes; ++i)
                row[i] = space == JCS_CMYK ? static_cast<JSAMPLE>(255 - from[i]) : from[i];
            jpeg_write_scanlines(&jpeg_, &row, 1);
        }
        jpeg_finish_compress(&jpeg_);
    }

    void rewind() noexcept {
        target_.next_output_byte = buffer_.data();
        target_.free_in_buffer = buffer_.size();
    }

    void finish() {
        if (!append(buffer_.size() - target_.free_in_buffer)) ERREXIT1(&jpeg_, JERR_OUT_OF_MEMORY, 0);
    }

    static boolean hand_over(j_compress_ptr jpeg) {
        // libjpeg asks with a full buffer, whatever it says of the bytes that are free
        if (!of(jpeg)->append(buffer_bytes)) ERREXIT1(jpeg, JERR_OUT_OF_MEMORY, 0);
        of(jpeg)->rewind();
        return TRUE;
    }

    /// No exception may pass through libjpeg, and no jump through this.
    bool append(std::size_t count) noexcept {
        try {
            out_.append(reinterpret_cast<const char*>(buffer_.data()), count);
            return true;
        } catch (const std::exception&) {
            return false;
        }
    }

    [[noreturn]] static void fail(j_common_ptr jpeg) {
        auto* self = static_cast<JpegWriter*>(jpeg->client_data);
        self->errors_.format_message(jpeg, self->message_);
        std::longjmp(self->jump_, 1);
    }

    jpeg_compress_struct jpeg_{};
    jpeg_error_mgr errors_{};
    jpeg_destination_mgr target_{};
    std::jmp_buf jump_{};
    char message_[JMSG_LENGTH_MAX] = {};
    std::array<JOCTET, buffer_bytes> buffer_{};
    std::string out_;
};

}  // namespace

std::string encode_jpeg(const Picture& picture, int quality) {
    if (quality < 1 || quality > 100)
        throw invalid("cannot write a JPEG of quality " + std::to_string(quality) + "; give 1 to 100");
    if (picture.size.width > max_side || picture.size.height > max_side)
        throw unsupported("cannot write " + std::to_string(picture.size.width) + " x " +
                          std::to_string(picture.size.height) + " pixels as JPEG; a side may have " +
                          std::to_string(max_side));
    return JpegWriter().encode(picture, quality);
}

}  // namespace wbm::image
