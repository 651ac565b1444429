// encode.cpp - which filters and which deflate suit a picture, and the two ways to its zlib stream.
#include "../formats/encode.hpp"
#include "choice.hpp"
#include "deflate_rle.hpp"
#include "filtered_rows.hpp"
#include "png_file.hpp"
#include "scratch.hpp"

#include <algorithm>
#include <memory>
#include <new>
#include <vector>

#include <libdeflate.h>

namespace wbm::image {
namespace {

using namespace png;

/// Own deflate over rows with the filter that costs least. As many rows as fit make a block; a longer row makes
/// several.
void append_runs(const PixelRows& rows, const Kernel& kernel, Way way, PngFile& file) {
    const std::size_t block_bytes = way == Way::noise ? RleDeflate::max_block / 2 : RleDeflate::max_block;
    FilteredRows filtered(rows, kernel);
    RleDeflate deflate(kernel, min_run_of(way));
    std::vector<std::uint8_t> buffer(std::max(block_bytes, filtered.bytes()) + 2 * padding);
    const std::uint8_t header[] = {0x78, 0x01};
    file.append(header, 1);
    std::uint32_t adler = 1;
    std::size_t filled = 0;
    const auto height = static_cast<std::size_t>(rows.size.height);
    for (std::size_t y = 0; y < height; ++y) {
        filtered.filter(y, buffer.data() + filled);
        filled += filtered.bytes();
        const bool last = y + 1 == height;
        if (filled + filtered.bytes() <= block_bytes && !last) continue;
        adler = libdeflate_adler32(adler, buffer.data(), filled);
        const double share = static_cast<double>(y + 1) / static_cast<double>(height);
        for (std::size_t done = 0; done < filled;) {
            const std::size_t taken = std::min(filled - done, RleDeflate::max_block);
            file.append(deflate.block({buffer.data() + done, taken}, last && done + taken == filled), share);
            done += taken;
        }
        filled = 0;
    }
    const std::uint8_t sum[] = {static_cast<std::uint8_t>(adler >> 24), static_cast<std::uint8_t>(adler >> 16),
                                static_cast<std::uint8_t>(adler >> 8), static_cast<std::uint8_t>(adler)};
    file.append(sum, 1);
}

constexpr int plain_level = 4;
constexpr int filtered_level = 6;
constexpr int tiny_level = 9;

/// Bytes of rows. To try all ways takes microseconds then, and a sample would say little of so few pixels.
constexpr std::size_t tiny = 512;

struct FreeCompressor {
    void operator()(libdeflate_compressor* compressor) const noexcept { libdeflate_free_compressor(compressor); }
};

/// libdeflate over all rows.
void append_repeats(const PixelRows& rows, const Kernel& kernel, bool filter, PngFile& file) {
    FilteredRows filtered(rows, kernel);
    const std::size_t row_bytes = filtered.bytes();
    const std::size_t total = row_bytes * static_cast<std::size_t>(rows.size.height);
    const Scratch bytes(total + padding);
    for (std::size_t y = 0; y < rows.size.height; ++y) {
        std::uint8_t* const to = bytes.data() + y * row_bytes;
        if (filter)
            filtered.filter(y, to);
        else
            filtered.copy(y, to);
    }
    const int level = total <= tiny ? tiny_level : filter ? filtered_level : plain_level;
    const std::unique_ptr<libdeflate_compressor, FreeCompressor> compressor(libdeflate_alloc_compressor(level));
    if (compressor == nullptr) throw std::bad_alloc();
    const std::size_t bound = libdeflate_zlib_compress_bound(compressor.get(), total);
    const std::unique_ptr<std::uint8_t[]> packed(new std::uint8_t[bound]);  // not zeroed
    const std::size_t size = libdeflate_zlib_compress(compressor.get(), bytes.data(), total, packed.get(), bound);
    file.append({packed.get(), size}, 1);
}

std::string encode(const PixelRows& rows, const Kernel& kernel, Way way) {
    PngFile file(rows);
    switch (way) {
        case Way::noise:
        case Way::runs:
            append_runs(rows, kernel, way, file);
            break;
        case Way::repeats:
            append_repeats(rows, kernel, false, file);
            break;
        case Way::filtered_repeats:
            append_repeats(rows, kernel, true, file);
            break;
    }
    return std::move(file).finish();
}

}  // namespace

std::string encode_png(const PixelRows& rows) {
    const Kernel& kernel = best_kernel();
    if ((1 + rows.size.width * rows.channels * rows.sample_bytes) * rows.size.height > tiny)
        return encode(rows, kernel, choose_way(rows, kernel));
    std::string smallest = encode(rows, kernel, Way::runs);
    for (const Way way : {Way::repeats, Way::filtered_repeats})
        if (std::string file = encode(rows, kernel, way); file.size() < smallest.size()) smallest = std::move(file);
    return smallest;
}

}  // namespace wbm::image
