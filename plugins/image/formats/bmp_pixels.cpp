#include "bmp_pixels.hpp"

#include <wbm/sdk.hpp>

#include <algorithm>
#include <array>
#include <bit>

namespace wbm::image {
namespace {

std::size_t row_bytes(const Dib& dib) noexcept {
    return static_cast<std::size_t>((dib.size.width * dib.bits + 31) / 32 * 4);
}

/// Levels of 0 to 255 from the bits under a mask: the value x 255 / the largest, rounded down, as in Pillow.
struct Channel {
    explicit Channel(std::uint32_t mask) noexcept {
        if (mask == 0) return;
        shift = static_cast<unsigned>(std::countr_zero(mask));
        const auto width = static_cast<unsigned>(std::popcount(mask));
        shift += width > 8 ? width - 8 : 0;
        last = (1U << std::min(width, 8U)) - 1;
        for (unsigned i = 0; i <= last; ++i) levels[i] = static_cast<std::uint8_t>(i * 255 / last);
    }
    [[nodiscard]] std::uint8_t of(std::uint32_t pixel) const noexcept { return levels[pixel >> shift & last]; }
    unsigned shift = 0;
    unsigned last = 0;
    std::array<std::uint8_t, 256> levels{};
};

template <std::size_t bytes>
void put_colors(const std::uint8_t* from, const Dib& dib, const Channel* channels, std::uint8_t* to) noexcept {
    const std::size_t count = channels_of(dib.mode);
    for (std::uint64_t x = 0; x < dib.size.width; ++x, from += bytes) {
        std::uint32_t pixel = 0;
        for (std::size_t i = 0; i < bytes; ++i) pixel |= static_cast<std::uint32_t>(from[i]) << 8 * i;
        for (std::size_t c = 0; c < count; ++c) *to++ = channels[c].of(pixel);
    }
}

std::uint8_t sample_of(Mode mode, unsigned index) noexcept {
    return static_cast<std::uint8_t>(mode == Mode::bit && index != 0 ? 255 : index);
}

void put_indices(const std::uint8_t* from, const Dib& dib, std::uint8_t* to) noexcept {
    for (std::size_t x = 0; x < dib.size.width; ++x) {
        const std::size_t bit = x * dib.bits;
        const unsigned shift = 8 - dib.bits - static_cast<unsigned>(bit % 8);
        to[x] = sample_of(dib.mode, from[bit / 8] >> shift & ((1U << dib.bits) - 1));
    }
}

std::size_t shown_row(const Dib& dib, std::size_t y) noexcept {
    return static_cast<std::size_t>(dib.top_down ? y : dib.size.height - 1 - y);
}

/// Walks the runs to their end, and puts their pixels into the picture if there is one. What they skip stays 0.
class Runs {
public:
    Runs(const DibSource& source, const Dib& dib, Picture* picture)
        : source_(source), dib_(dib), picture_(picture), at_(dib.pixels) {}

    void walk() {
        while (y_ < dib_.size.height && !(x_ == dib_.size.width && y_ + 1 == dib_.size.height)) {
            const unsigned count = next();
            const unsigned value = next();
            if (count != 0)
                put(count, [&](unsigned i) { return dib_.bits == 8 ? value : i % 2 == 0 ? value >> 4 : value & 15; });
            else if (value == 1)
                return;
            else if (value == 0)
                move_to(0, y_ + 1);
            else if (value == 2)
                skip();
            else
                copy(value);
        }
    }

private:
    unsigned next() { return source_.byte(at_++); }
    void move_to(std::uint64_t x, std::uint64_t y) noexcept {
        x_ = std::min(x, dib_.size.width);
        y_ = y;
    }
    void skip() {
        const unsigned right = next();
        move_to(x_ + right, y_ + next());
    }
    void copy(unsigned count) {
        const std::size_t start = at_;
        const std::size_t bytes = dib_.bits == 8 ? count : (count + 1) / 2;
        (void)source_.byte(start + bytes - 1);
        put(count, [&](unsigned i) {
            if (dib_.bits == 8) return unsigned{source_.byte(start + i)};
            return i % 2 == 0 ? source_.byte(start + i / 2) >> 4U : source_.byte(start + i / 2) & 15U;
        });
        at_ = start + bytes + bytes % 2;
    }
    template <class Index>
    void put(unsigned count, Index index) {
        const auto room = static_cast<unsigned>(std::min<std::uint64_t>(count, dib_.size.width - x_));
        if (picture_ != nullptr) {
            std::uint8_t* to = picture_->row(shown_row(dib_, static_cast<std::size_t>(y_))) + x_;
            for (unsigned i = 0; i < room; ++i) to[i] = sample_of(dib_.mode, index(i));
        }
        x_ += room;
    }

    const DibSource& source_;
    const Dib& dib_;
    Picture* picture_;
    std::size_t at_;
    std::uint64_t x_ = 0;
    std::uint64_t y_ = 0;
};

}  // namespace

std::string DibSource::name() const { return std::string(encoded.name); }

void DibSource::broken(const std::string& why) const {
    throw invalid(name() + " is a broken " + format + " file: " + why);
}

void DibSource::refuse(const std::string& what) const {
    throw unsupported(name() + " is a" + (format[0] == 'I' ? "n " : " ") + format + " file with " + what +
                      "; convert it to 24 bits a pixel without compression");
}

std::uint8_t DibSource::byte(std::size_t at) const {
    if (at >= encoded.bytes.size()) broken("it ends early");
    return static_cast<std::uint8_t>(encoded.bytes[at]);
}

std::uint32_t DibSource::number(std::size_t at, unsigned bytes) const {
    std::uint32_t value = 0;
    for (unsigned i = 0; i < bytes; ++i) value |= static_cast<std::uint32_t>(byte(at + i)) << 8 * i;
    return value;
}

void check_dib(const DibSource& source, const Dib& dib) {
    check_size(dib.size, source.name());
    if (dib.runs) return Runs(source, dib, nullptr).walk();
    const std::uint64_t bytes = (dib.size.height - 1) * row_bytes(dib) + (dib.size.width * dib.bits + 7) / 8;
    if (dib.pixels > source.encoded.bytes.size() || source.encoded.bytes.size() - dib.pixels < bytes)
        source.broken("it ends early");
}

Picture decode_dib(const DibSource& source, const Dib& dib) {
    check_dib(source, dib);
    Picture picture = Picture::blank(dib.mode, dib.size);
    picture.palette = dib.palette;
    if (dib.runs) {
        Runs(source, dib, &picture).walk();
        return picture;
    }
    const Channel channels[] = {Channel(dib.masks[0]), Channel(dib.masks[1]), Channel(dib.masks[2]),
                                Channel(dib.masks[3])};
    const auto* row = reinterpret_cast<const std::uint8_t*>(source.encoded.bytes.data()) + dib.pixels;
    for (std::size_t y = 0; y < dib.size.height; ++y, row += row_bytes(dib)) {
        std::uint8_t* to = picture.row(shown_row(dib, y));
        if (dib.bits <= 8)
            put_indices(row, dib, to);
        else if (dib.bits == 16)
            put_colors<2>(row, dib, channels, to);
        else if (dib.bits == 24)
            put_colors<3>(row, dib, channels, to);
        else
            put_colors<4>(row, dib, channels, to);
    }
    return picture;
}

}  // namespace wbm::image
