// libjpeg's errors must not return, and no C++ exception may pass through its C frames. So they longjmp to guarded(),
// whose step holds no object with a destructor: all of those live in JpegReader or in the frames that called guarded().
#include "codecs.hpp"
#include "exif.hpp"

#include <wbm/sdk.hpp>

#include <cstddef>
#include <cstdio>  // jpeglib.h needs it before itself
#include <cstring>

#include <jpeglib.h>

#include <jerror.h>

#include <csetjmp>
#include <new>
#include <string>
#include <type_traits>
#include <utility>
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
    [[nodiscard]] Mode mode() const noexcept {
        return jpeg_.num_components == 1 ? Mode::l : jpeg_.num_components == 3 ? Mode::rgb : Mode::cmyk;
    }

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

    /// Reads every row, to `to` and then `step` bytes on.
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

Picture decode_jpeg(Encoded encoded, std::uint32_t frame) {
    if (frame != 0) throw invalid(std::string(encoded.name) + " has 1 frame, not frame " + std::to_string(frame));
    JpegReader reader(encoded);
    reader.open();
    Picture picture = Picture::blank(reader.mode(), reader.size());
    reader.read_rows(picture.row(0), picture.row_bytes());
    // Files with 4 channels hold the ink inverted: that is Adobe's habit, and the reference takes it for granted.
    if (picture.mode == Mode::cmyk)
        for (std::byte& ink : picture.samples) ink = ~ink;
    return picture;
}

// ---- The file's parts, without decoding ----------------------------------------------------------

constexpr std::string_view signature{"\xff\xd8\xff", 3};
constexpr unsigned end_of_image = 0xd9;
constexpr unsigned start_of_scan = 0xda;
constexpr unsigned app1 = 0xe1;
// Each unit of up to 32 x 32 pixels takes a bit or more, unless the coding is arithmetic.
constexpr std::uint64_t most_pixels_of_byte = 8192;

bool stands_alone(unsigned marker) noexcept { return marker <= 1 || (marker >= 0xd0 && marker <= 0xd8); }
bool is_frame_header(unsigned marker) noexcept {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/// Walks a file from marker to marker.
class MarkerWalk {
public:
    explicit MarkerWalk(Encoded encoded) : encoded_(encoded), left_(encoded.bytes.substr(2)) {}

    /// The next marker. Within a scan that is past its compressed data, where 0xff 0x00 is a byte of it.
    unsigned next() {
        for (;;) {
            const std::size_t at = left_.find('\xff');
            if (at == std::string_view::npos || at + 1 == left_.size()) end_early();
            left_.remove_prefix(at + 1);
            const auto marker = static_cast<unsigned char>(left_[0]);
            if (marker == 0xff) continue;  // a fill byte
            left_.remove_prefix(1);
            if (marker != 0 && !(marker >= 0xd0 && marker <= 0xd7)) return marker;
        }
    }

    /// The bytes that belong to a marker.
    std::string_view segment() {
        if (left_.size() < 2) end_early();
        const std::size_t length = two(left_, 0);
        if (length < 2)
            throw invalid(name() + " is a broken JPEG file: a marker's length is " + std::to_string(length));
        if (left_.size() < length) end_early();
        const std::string_view content = left_.substr(2, length - 2);
        left_.remove_prefix(length);
        return content;
    }

    [[nodiscard]] Size size_in(std::string_view frame_header) const {
        if (frame_header.size() < 6) throw invalid(name() + " is a broken JPEG file: its frame header is too short");
        const Size size{two(frame_header, 3), two(frame_header, 1)};
        check_size(size, name());
        return size;
    }

    [[noreturn]] void refuse(const char* why) const { throw invalid(name() + " is a broken JPEG file: " + why); }

private:
    [[noreturn]] void end_early() const { refuse("it ends early"); }
    [[nodiscard]] std::string name() const { return std::string(encoded_.name); }
    static std::size_t two(std::string_view bytes, std::size_t at) noexcept {
        return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at])) << 8 |
               static_cast<unsigned char>(bytes[at + 1]);
    }

    Encoded encoded_;
    std::string_view left_;
};

Info inspect_jpeg(Encoded encoded) {
    MarkerWalk walk(encoded);
    Info info;
    bool has_frame = false;
    bool has_scan = false;
    bool is_arithmetic = false;
    bool has_exif = false;
    for (unsigned marker = walk.next(); marker != end_of_image; marker = walk.next()) {
        if (stands_alone(marker)) continue;
        const std::string_view content = walk.segment();
        if (is_frame_header(marker)) {
            info.size = walk.size_in(content);
            is_arithmetic = marker >= 0xc9;
            has_frame = true;
        }
        if (marker == start_of_scan) {
            if (!has_frame) walk.refuse("its frame header is missing");
            has_scan = true;
        }
        // The first: reading any number of them would take any time.
        if (marker == app1 && !has_scan && content.starts_with(std::string_view("Exif\0\0", 6)) &&
            !std::exchange(has_exif, true))
            info.orientation = exif_orientation(content);
    }
    if (!has_scan) walk.refuse("its pixels are missing");
    if (!is_arithmetic && info.size.width * info.size.height / most_pixels_of_byte > encoded.bytes.size())
        walk.refuse("its pixels end early");
    return info;
}

}  // namespace

const Codec jpeg_codec{"JPEG", "jpg", [](std::string_view bytes) { return bytes.starts_with(signature); },
                       &inspect_jpeg, &decode_jpeg};

}  // namespace wbm::image
