#include "pixel_rows.hpp"

#include "kernel.hpp"

#include <wbm/sdk/element.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace wbm::video {
namespace {

template <class N>
std::uint8_t cut(N x) noexcept {
    x = x > 0 ? x : N{0};  // also NaN
    x = x < 255 ? x : N{255};
    return static_cast<std::uint8_t>(static_cast<std::int32_t>(x));
}

/// A C cast as NumPy's: floats by way of a 32 bit integer; what no such integer holds is 0.
template <class T>
std::uint8_t low_byte(T value) noexcept {
    const auto n = as_number(value);
    if constexpr (std::is_floating_point_v<decltype(as_number(value))>) {
        if (!(std::fabs(n) < 0x1p31F)) return 0;
        return static_cast<std::uint8_t>(static_cast<std::int32_t>(n));
    } else {
        return static_cast<std::uint8_t>(n);
    }
}

/// Rounds as the element type's own arithmetic does, so that a film is as bright as an image of the same numbers.
template <class T, class N>
N in_own_type(N x) noexcept {
    if constexpr (std::is_same_v<T, Half>)
        return round_to_half(x);
    else
        return x;
}

template <class T>
std::uint8_t scaled(T value) noexcept {
    const auto n = as_number(value);
    if constexpr (std::is_floating_point_v<decltype(as_number(value))>)
        return cut(in_own_type<T>(n * decltype(n + n){255}));
    else
        return n != 0 ? 255 : 0;
}

template <class T>
std::uint8_t from_signed(T value) noexcept {
    const auto n = as_number(value);
    if constexpr (std::is_floating_point_v<decltype(as_number(value))>)
        return cut(in_own_type<T>(in_own_type<T>(n + 1) * decltype(n + n){127.5}));
    else
        return cut(127.5 * (static_cast<double>(n) + 1));
}

template <SampleRule::Kind kind, class T>
std::uint8_t sample(T value, const SampleRule& rule) noexcept {
    using Kind = SampleRule::Kind;
    if constexpr (kind == Kind::times_255)
        return scaled(value);
    else if constexpr (kind == Kind::from_signed)
        return from_signed(value);
    else if constexpr (kind == Kind::cut)
        return cut(static_cast<double>(as_number(value)));
    else if constexpr (kind == Kind::window)
        return cut((static_cast<double>(as_number(value)) - rule.low) * rule.scale);
    else
        return low_byte(value);  // of a byte: itself
}

/// Where the samples of one colour of a row are.
struct Samples {
    const std::byte* first = nullptr;
    std::int64_t step = 0;  ///< in bytes
};

template <SampleRule::Kind kind>
void convert(const Samples& from, DLDataType dtype, const SampleRule& rule, std::uint8_t* to, std::int64_t width) {
    with_element(dtype, [&]<class T>(T) {
        const std::byte* at = from.first;
        for (std::int64_t x = 0; x < width; ++x, at += from.step) to[x] = sample<kind>(load_element<T>(at), rule);
    });
}

template <std::int64_t step>
inline void take_every(const std::uint8_t* from, std::uint8_t* to, std::int64_t width) noexcept {
    for (std::int64_t x = 0; x < width; ++x) to[x] = from[x * step];
}

WBM_VIDEO_KERNEL void take_third(const std::uint8_t* from, std::uint8_t* to, std::int64_t width) noexcept {
    take_every<3>(from, to, width);
}
WBM_VIDEO_KERNEL void take_fourth(const std::uint8_t* from, std::uint8_t* to, std::int64_t width) noexcept {
    take_every<4>(from, to, width);
}

void copy_bytes(const Samples& from, std::uint8_t* to, std::int64_t width) noexcept {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(from.first);
    if (from.step == 1) return static_cast<void>(std::memcpy(to, bytes, static_cast<std::size_t>(width)));
    if (from.step == 3) return take_third(bytes, to, width);
    if (from.step == 4) return take_fourth(bytes, to, width);
    for (std::int64_t x = 0; x < width; ++x) to[x] = bytes[x * from.step];
}

void convert(const Samples& from, DLDataType dtype, const SampleRule& rule, std::uint8_t* to, std::int64_t width) {
    using Kind = SampleRule::Kind;
    switch (rule.kind) {
        case Kind::as_is:
            return copy_bytes(from, to, width);
        case Kind::low_byte:
            return convert<Kind::low_byte>(from, dtype, rule, to, width);
        case Kind::times_255:
            return convert<Kind::times_255>(from, dtype, rule, to, width);
        case Kind::from_signed:
            return convert<Kind::from_signed>(from, dtype, rule, to, width);
        case Kind::cut:
            return convert<Kind::cut>(from, dtype, rule, to, width);
        case Kind::window:
            return convert<Kind::window>(from, dtype, rule, to, width);
    }
}

}  // namespace

PixelRows::PixelRows(std::int64_t width) : width_(width) {
    for (auto& buffer : buffers_) buffer.resize(static_cast<std::size_t>(width) * 3);
}

PixelRow PixelRows::row(const FilmArray& film, std::int64_t frame, const SampleRule& rule, std::int64_t y) {
    const bool is_gray = film.channels == 1;
    const std::int64_t columns = film.grid_columns();
    if (columns == 1 && film.size.width == width_ && rule.kind == SampleRule::Kind::as_is && film.column_stride == 1) {
        const auto* red = reinterpret_cast<const std::uint8_t*>(film.row(0, frame, y));
        const std::int64_t green = is_gray ? 0 : film.channel_stride;
        return {red, red + green, red + 2 * green};
    }
    std::uint8_t* const to = buffers_[turn_].data();
    turn_ = 1 - turn_;
    const std::int64_t first = y / film.size.height * columns;
    const std::int64_t filled = film.size.width * columns;
    for (std::int64_t c = 0; c < (is_gray ? 1 : 3); ++c) {
        std::uint8_t* at = to + c * width_;
        for (std::int64_t b = first; b < first + columns; ++b, at += film.size.width) {
            if (b >= film.batch) {
                std::memset(at, 0, static_cast<std::size_t>(film.size.width));
                continue;
            }
            const std::byte* from = film.row(b, frame, y % film.size.height) + c * film.channel_stride * film.item;
            convert({from, film.column_stride * film.item}, film.dtype, rule, at, film.size.width);
        }
        std::fill(at, at + (width_ - filled), at[-1]);
    }
    return is_gray ? PixelRow{to, to, to} : PixelRow{to, to + width_, to + 2 * width_};
}

}  // namespace wbm::video
