#include "gif_colours.hpp"

#include "../arrays/kernel.hpp"

#include <algorithm>
#include <cstring>

namespace wbm::video {
namespace {

constexpr std::uint32_t opaque = 0xff000000U;
constexpr std::size_t bins = 1U << 15;  // 5 bits a channel

std::uint32_t colour_of(std::uint8_t red, std::uint8_t green, std::uint8_t blue) noexcept {
    return opaque | std::uint32_t{red} << 16 | std::uint32_t{green} << 8 | blue;
}
std::size_t bin_of(std::uint32_t colour) noexcept {
    return (colour >> 9 & 0x7c00U) | (colour >> 6 & 0x3e0U) | (colour >> 3 & 0x1fU);
}

WBM_VIDEO_KERNEL void join(const PixelRow& row, std::uint32_t* to, std::int64_t width) noexcept {
    const auto [red, green, blue] = row;
    for (std::int64_t x = 0; x < width; ++x) to[x] = colour_of(red[x], green[x], blue[x]);
}

std::uint8_t* row_of(AVFrame& frame, int y) noexcept {
    return frame.data[0] + static_cast<std::ptrdiff_t>(y) * frame.linesize[0];
}

/// The pixels that fall into one bin.
struct Bin {
    std::uint64_t count = 0;
    std::array<std::uint64_t, 3> sums{};
};

/// Bins whose colours lie together: a range of the list of bins that are used.
struct Box {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::uint64_t count = 0;
    int axis = 0;             ///< the longest
    std::uint64_t worth = 0;  ///< of being cut
};

unsigned coordinate(std::uint16_t bin, int axis) noexcept { return bin >> (10 - 5 * axis) & 31U; }

class MedianCut {
public:
    explicit MedianCut(const std::vector<std::uint32_t>& pixels) : bins_(bins) {
        for (const std::uint32_t colour : pixels) {
            Bin& bin = bins_[bin_of(colour)];
            ++bin.count;
            for (std::size_t c = 0; c < 3; ++c) bin.sums[c] += colour >> (16 - 8 * c) & 0xffU;
        }
        for (std::size_t i = 0; i < bins; ++i)
            if (bins_[i].count > 0) used_.push_back(static_cast<std::uint16_t>(i));
        boxes_.push_back(measured(0, used_.size()));
    }

    void cut(std::size_t most) {
        while (boxes_.size() < most) {
            const auto chosen = std::max_element(boxes_.begin(), boxes_.end(),
                                                 [](const Box& a, const Box& b) { return a.worth < b.worth; });
            if (chosen->worth == 0) return;  // every box is one bin
            const Box box = *chosen;
            const std::size_t middle = median_of(box);
            *chosen = measured(box.begin, middle);
            boxes_.push_back(measured(middle, box.end));
        }
    }

    /// The colour of each box, and for each bin the box that it is in.
    std::size_t write(std::array<std::uint32_t, 256>& palette, std::vector<std::uint8_t>& box_of_bin) const {
        for (std::size_t i = 0; i < boxes_.size(); ++i) {
            Bin all;
            for (std::size_t at = boxes_[i].begin; at < boxes_[i].end; ++at) {
                const Bin& bin = bins_[used_[at]];
                all.count += bin.count;
                for (std::size_t c = 0; c < 3; ++c) all.sums[c] += bin.sums[c];
                box_of_bin[used_[at]] = static_cast<std::uint8_t>(i);
            }
            std::array<std::uint8_t, 3> mean{};
            for (std::size_t c = 0; c < 3; ++c)
                mean[c] = static_cast<std::uint8_t>((all.sums[c] + all.count / 2) / all.count);
            palette[i] = colour_of(mean[0], mean[1], mean[2]);
        }
        return boxes_.size();
    }

private:
    [[nodiscard]] Box measured(std::size_t begin, std::size_t end) const {
        Box box{begin, end};
        std::array<unsigned, 3> least{31, 31, 31};
        std::array<unsigned, 3> greatest{};
        for (std::size_t at = begin; at < end; ++at) {
            box.count += bins_[used_[at]].count;
            for (int axis = 0; axis < 3; ++axis) {
                const auto i = static_cast<std::size_t>(axis);
                least[i] = std::min(least[i], coordinate(used_[at], axis));
                greatest[i] = std::max(greatest[i], coordinate(used_[at], axis));
            }
        }
        unsigned longest = 0;
        for (int axis = 0; axis < 3; ++axis) {
            const unsigned length = greatest[static_cast<std::size_t>(axis)] - least[static_cast<std::size_t>(axis)];
            if (length <= longest) continue;
            longest = length;
            box.axis = axis;
        }
        box.worth = box.count * longest * longest;
        return box;
    }

    /// Sorts the box along its longest axis; returns where the second half of its pixels begins, never at an end.
    std::size_t median_of(const Box& box) {
        std::sort(used_.begin() + static_cast<std::ptrdiff_t>(box.begin),
                  used_.begin() + static_cast<std::ptrdiff_t>(box.end), [&](std::uint16_t a, std::uint16_t b) {
                      return std::pair(coordinate(a, box.axis), a) < std::pair(coordinate(b, box.axis), b);
                  });
        std::uint64_t seen = 0;
        for (std::size_t at = box.begin; at + 1 < box.end; ++at) {
            seen += bins_[used_[at]].count;
            if (seen * 2 >= box.count) return at + 1;
        }
        return box.end - 1;
    }

    std::vector<Bin> bins_;
    std::vector<std::uint16_t> used_;
    std::vector<Box> boxes_;
};

void set_palette(AVFrame& frame, const std::array<std::uint32_t, 256>& palette, std::size_t count) {
    std::array<std::uint32_t, 256> all{};
    all.fill(opaque);
    std::copy_n(palette.begin(), count, all.begin());
    std::memcpy(frame.data[1], all.data(), sizeof all);
}

}  // namespace

void GifColours::forget() noexcept {
    count_ = 0;
    keys_.fill(0);
}

std::size_t GifColours::index_of(std::uint32_t colour) noexcept {
    std::size_t slot = (colour * 0x9e3779b1U) >> 22;
    while (keys_[slot] != 0 && keys_[slot] != colour) slot = (slot + 1) % slots;
    if (keys_[slot] == colour) return indices_[slot];
    if (count_ == most) return most;
    keys_[slot] = colour;
    indices_[slot] = static_cast<std::uint8_t>(count_);
    palette_[count_] = colour;
    return count_++;
}

bool GifColours::convert_exactly(AVFrame& to) {
    std::uint32_t last = 0;
    std::size_t index = 0;
    const std::uint32_t* pixel = pixels_.data();
    for (int y = 0; y < to.height; ++y) {
        std::uint8_t* out = row_of(to, y);
        for (int x = 0; x < to.width; ++x, ++pixel) {
            if (*pixel != last) {
                index = index_of(*pixel);
                if (index == most) return false;
                last = *pixel;
            }
            *out++ = static_cast<std::uint8_t>(index);
        }
    }
    set_palette(to, palette_, count_);
    return true;
}

void GifColours::convert_by_median_cut(AVFrame& to) const {
    MedianCut cut(pixels_);
    cut.cut(most);
    std::array<std::uint32_t, most> palette{};
    std::vector<std::uint8_t> box_of_bin(bins);
    const std::size_t count = cut.write(palette, box_of_bin);
    const std::uint32_t* pixel = pixels_.data();
    for (int y = 0; y < to.height; ++y) {
        std::uint8_t* out = row_of(to, y);
        for (int x = 0; x < to.width; ++x) *out++ = box_of_bin[bin_of(*pixel++)];
    }
    set_palette(to, palette, count);
}

void GifColours::convert(const FilmArray& film, std::int64_t frame, const SampleRule& rule, PixelRows& rows,
                         AVFrame& to) {
    const Size size = film.grid_size();
    pixels_.resize(static_cast<std::size_t>(size.width * size.height));
    for (std::int64_t y = 0; y < size.height; ++y)
        join(rows.row(film, frame, rule, y), pixels_.data() + y * size.width, size.width);
    if (convert_exactly(to)) return;
    forget();
    if (convert_exactly(to)) return;
    forget();
    convert_by_median_cut(to);
}

}  // namespace wbm::video
