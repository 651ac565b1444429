// TIFF files. tiff_directory.hpp checks the file before libtiff sees it, so that its memory and time are bounded by the
// picture; its handlers are those of one open file, so that threads do not meet. Nothing throws through its C frames.
#include "codecs.hpp"
#include "tiff_directory.hpp"
#include "tiff_samples.hpp"

#include <wbm/sdk.hpp>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>
#include <new>
#include <vector>

#include <tiffio.h>

namespace wbm::image {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t spare_memory = 1ULL << 26;  // for one table or buffer of libtiff, beyond file and picture

/// What Pillow opens, of what libtiff reads.
constexpr std::uint16_t compressions[] = {COMPRESSION_NONE,      COMPRESSION_CCITTRLE,      COMPRESSION_CCITTFAX3,
                                          COMPRESSION_CCITTFAX4, COMPRESSION_LZW,           COMPRESSION_OJPEG,
                                          COMPRESSION_JPEG,      COMPRESSION_ADOBE_DEFLATE, COMPRESSION_CCITTRLEW,
                                          COMPRESSION_PACKBITS,  COMPRESSION_THUNDERSCAN,   COMPRESSION_DEFLATE,
                                          COMPRESSION_LZMA,      COMPRESSION_ZSTD,          COMPRESSION_WEBP};

/// libtiff passes on libjpeg's warnings. These say nothing about the pixels, the others mean damage.
bool is_harmless(std::string_view warning) noexcept {
    return warning.find("extraneous bytes"sv) != warning.npos || warning.find("Adobe"sv) != warning.npos ||
           warning.find("JFIF"sv) != warning.npos;
}

/// One page, open for reading.
class TiffFile {
public:
    TiffFile(Encoded encoded, const TiffPage& page) : encoded_(encoded) {
        const std::unique_ptr<TIFFOpenOptions, FreeOptions> options(TIFFOpenOptionsAlloc());
        if (options == nullptr) throw std::bad_alloc();
        const std::uint64_t tile = page.tiled() ? page.tile.height * page.row_bytes(page.tile.width) : 0;
        const std::uint64_t rows = page.size.height * page.row_bytes(page.size.width);
        TIFFOpenOptionsSetMaxSingleMemAlloc(
            options.get(), static_cast<tmsize_t>(spare_memory + encoded.bytes.size() + std::max(tile, rows)));
        TIFFOpenOptionsSetErrorHandlerExtR(options.get(), &TiffFile::on_error, this);
        TIFFOpenOptionsSetWarningHandlerExtR(options.get(), &TiffFile::on_warning, this);
        // h: no first directory, m: no mapping (together with h it would be one of nothing)
        tiff_.reset(TIFFClientOpenExt("TIFF", "rhm", this, &TiffFile::read, &TiffFile::write, &TiffFile::seek,
                                      &TiffFile::close, &TiffFile::size, nullptr, nullptr, options.get()));
        if (tiff_ == nullptr || TIFFSetSubDirectory(get(), page.at) != 1) refuse();
        if (TIFFIsCODECConfigured(static_cast<std::uint16_t>(page.compression)) != 1) refuse();
    }
    TiffFile(const TiffFile&) = delete;
    TiffFile& operator=(const TiffFile&) = delete;

    [[nodiscard]] TIFF* get() const noexcept { return tiff_.get(); }
    [[nodiscard]] std::string name() const { return std::string(encoded_.name); }
    [[noreturn]] void refuse() const {
        throw invalid(std::string(encoded_.name) +
                      " is a broken TIFF file: " + (message_[0] != '\0' ? message_ : "its samples cannot be read"));
    }
    void require(bool right) const {
        if (!right || damaged_) refuse();
    }

private:
    struct FreeOptions {
        void operator()(TIFFOpenOptions* options) const noexcept { TIFFOpenOptionsFree(options); }
    };
    struct Close {
        void operator()(TIFF* tiff) const noexcept { TIFFClose(tiff); }
    };

    static int on_error(TIFF*, void* self, const char*, const char* format, va_list arguments) {
        static_cast<TiffFile*>(self)->keep(format, arguments);
        return 1;  // not to the global handlers
    }
    static int on_warning(TIFF*, void* self, const char* module, const char* format, va_list arguments) {
        auto* file = static_cast<TiffFile*>(self);
        if (module == nullptr || std::strcmp(module, "JPEGLib") != 0) return 1;
        char text[sizeof file->message_];
        va_list copy;
        va_copy(copy, arguments);
        std::vsnprintf(text, sizeof text, format, copy);
        va_end(copy);
        if (is_harmless(text)) return 1;
        file->damaged_ = true;
        file->keep(format, arguments);
        return 1;
    }
    void keep(const char* format, va_list arguments) noexcept {
        if (message_[0] == '\0')
            std::vsnprintf(message_, sizeof message_, format, arguments);  // the first is the cause
    }

    static tmsize_t read(thandle_t handle, void* to, tmsize_t bytes) {
        auto* self = static_cast<TiffFile*>(handle);
        const std::uint64_t all = self->encoded_.bytes.size();
        const std::uint64_t n =
            std::min<std::uint64_t>(static_cast<std::uint64_t>(bytes), all - std::min(self->at_, all));
        if (n != 0) std::memcpy(to, self->encoded_.bytes.data() + self->at_, static_cast<std::size_t>(n));
        self->at_ += n;
        return static_cast<tmsize_t>(n);
    }
    static tmsize_t write(thandle_t, void*, tmsize_t) { return -1; }
    static toff_t seek(thandle_t handle, toff_t offset, int whence) {
        auto* self = static_cast<TiffFile*>(handle);
        const std::uint64_t base = whence == SEEK_CUR   ? self->at_
                                   : whence == SEEK_END ? self->encoded_.bytes.size()
                                                        : 0;
        self->at_ = base + offset;
        return self->at_;
    }
    static int close(thandle_t) { return 0; }
    static toff_t size(thandle_t handle) { return static_cast<TiffFile*>(handle)->encoded_.bytes.size(); }

    Encoded encoded_;
    std::uint64_t at_ = 0;
    bool damaged_ = false;
    char message_[256] = {};
    std::unique_ptr<TIFF, Close> tiff_;
};

/// The size of libtiff's rows must be the one that our own reading of the directory gave.
void read_strips(const TiffFile& file, const TiffPage& page, std::size_t planes, Picture& picture) {
    const auto width = static_cast<std::size_t>(page.size.width);
    std::vector<std::uint8_t> samples(static_cast<std::size_t>(page.row_bytes(width)));
    file.require(TIFFScanlineSize64(file.get()) == samples.size());
    for (std::size_t plane = 0; plane < planes; ++plane)
        for (std::size_t y = 0; y < page.size.height; ++y) {
            file.require(TIFFReadScanline(file.get(), samples.data(), static_cast<std::uint32_t>(y),
                                          static_cast<std::uint16_t>(plane)) == 1);
            put({samples.data(), 0, y, width, plane}, page, picture);
        }
}

/// What of the tile at (x, y) lies in the picture.
void put_tile(const std::uint8_t* samples, std::size_t x, std::size_t y, std::size_t plane, const TiffPage& page,
              Picture& picture) {
    const auto row_bytes = static_cast<std::size_t>(page.row_bytes(page.tile.width));
    const auto width = static_cast<std::size_t>(std::min(page.tile.width, page.size.width - x));
    const std::uint64_t rows = std::min(page.tile.height, page.size.height - y);
    for (std::size_t row = 0; row < rows; ++row)
        put({samples + row * row_bytes, x, y + row, width, plane}, page, picture);
}

void read_tiles(const TiffFile& file, const TiffPage& page, std::size_t planes, Picture& picture) {
    std::vector<std::uint8_t> samples(static_cast<std::size_t>(page.tile.height * page.row_bytes(page.tile.width)));
    const auto bytes = static_cast<tmsize_t>(samples.size());
    file.require(TIFFTileSize64(file.get()) == samples.size());
    for (std::size_t plane = 0; plane < planes; ++plane)
        for (std::size_t y = 0; y < page.size.height; y += page.tile.height)
            for (std::size_t x = 0; x < page.size.width; x += page.tile.width) {
                const std::uint32_t tile =
                    TIFFComputeTile(file.get(), static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), 0,
                                    static_cast<std::uint16_t>(plane));
                file.require(TIFFReadEncodedTile(file.get(), tile, samples.data(), bytes) == bytes);
                put_tile(samples.data(), x, y, plane, page, picture);
            }
}

struct RgbaImage {
    explicit RgbaImage(const TiffFile& file) {
        char message[1024] = {};
        const bool sound = TIFFRGBAImageOK(file.get(), message) == 1;
        if (!sound || TIFFRGBAImageBegin(&image, file.get(), 1, message) != 1)
            throw unsupported(file.name() + " is a TIFF file with YCbCr samples that are not read (" + message +
                              "); convert it to RGB");
        image.req_orientation = image.orientation;  // as stored
    }
    RgbaImage(const RgbaImage&) = delete;
    RgbaImage& operator=(const RgbaImage&) = delete;
    ~RgbaImage() { TIFFRGBAImageEnd(&image); }
    TIFFRGBAImage image{};
};

void read_ycbcr(const TiffFile& file, const TiffPage& page, Picture& picture) {
    RgbaImage rgba(file);
    file.require(rgba.image.width == page.size.width && rgba.image.height == page.size.height);
    const std::uint64_t step = std::min(page.tiled() ? page.tile.height : page.rows_per_strip, page.size.height);
    const auto width = static_cast<std::size_t>(page.size.width);
    std::vector<std::uint32_t> raster(static_cast<std::size_t>(step) * width);
    for (std::size_t y = 0; y < page.size.height; y += step) {
        const auto rows = static_cast<std::size_t>(std::min<std::uint64_t>(step, page.size.height - y));
        rgba.image.row_offset = static_cast<int>(y);
        file.require(TIFFRGBAImageGet(&rgba.image, raster.data(), static_cast<std::uint32_t>(width),
                                      static_cast<std::uint32_t>(rows)) == 1);
        std::uint8_t* out = picture.row(y);
        for (std::size_t i = 0; i < rows * width; ++i) {
            *out++ = static_cast<std::uint8_t>(TIFFGetR(raster[i]));
            *out++ = static_cast<std::uint8_t>(TIFFGetG(raster[i]));
            *out++ = static_cast<std::uint8_t>(TIFFGetB(raster[i]));
        }
    }
}

/// Pillow takes the high byte of each level.
std::vector<Rgba> palette_of(const TiffDirectories& directories, const TiffPage& page, const TiffFile& file) {
    const std::uint64_t count = std::min<std::uint64_t>(page.colors.count / 3, std::uint64_t{1} << page.bits);
    file.require(count != 0);
    const std::uint64_t step = page.colors.count / 3;
    std::vector<Rgba> palette;
    const auto level = [&](std::uint64_t i) {
        return static_cast<std::uint8_t>(directories.number(page.colors, i) >> 8);
    };
    for (std::uint64_t i = 0; i < count; ++i) palette.push_back({level(i), level(i + step), level(i + 2 * step)});
    return palette;
}

TiffLayout checked_layout(const TiffPage& page, const std::string& name) {
    if (std::find(std::begin(compressions), std::end(compressions), page.compression) == std::end(compressions))
        throw unsupported(name + " is a TIFF file with the compression " + std::to_string(page.compression) +
                          "; convert it to LZW or Deflate");
    return layout_of(page, name);
}

bool matches(std::string_view bytes) {
    for (const std::string_view start : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv})
        if (bytes.starts_with(start)) return true;
    return false;
}

Info inspect(Encoded encoded) {
    TiffDirectories directories(encoded);
    const TiffPage first = directories.page(0);
    (void)checked_layout(first, std::string(encoded.name));
    for (std::uint32_t i = 1; i < directories.pages(); ++i) (void)directories.page(i);
    return {first.size, directories.pages(), static_cast<int>(first.orientation)};
}

Picture decode(Encoded encoded, std::uint32_t frame) {
    TiffDirectories directories(encoded, std::uint64_t{frame} + 1);
    const TiffPage page = directories.page(frame);
    TiffLayout layout = checked_layout(page, std::string(encoded.name));
    TiffFile file(encoded, page);  // its handlers write to it
    if (layout.through_rgb && page.compression == COMPRESSION_JPEG && page.planar == 1) {
        file.require(TIFFSetField(file.get(), TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB) == 1);
        layout.through_rgb = false;
    }
    file.require((TIFFIsTiled(file.get()) != 0) == page.tiled());
    Picture picture = Picture::blank(layout.mode, page.size);
    if (layout.mode == Mode::p) picture.palette = palette_of(directories, page, file);
    const std::size_t planes = page.planar == 2 ? channels_of(layout.mode) : 1;
    if (layout.through_rgb)
        read_ycbcr(file, page, picture);
    else if (page.tiled())
        read_tiles(file, page, planes, picture);
    else
        read_strips(file, page, planes, picture);
    file.require(true);
    finish(layout, picture);
    return picture;
}

}  // namespace

const Codec tiff_codec = {"TIFF", "tiff", matches, inspect, decode};

}  // namespace wbm::image
