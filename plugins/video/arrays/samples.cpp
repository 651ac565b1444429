#include "samples.hpp"

#include <wbm/sdk/element.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <utility>

namespace wbm::video {
namespace {

struct Extent {
    double least = 0;
    double greatest = 0;
    bool has_numbers = false;
    bool has_nan = false;
};

template <class T>
void extend(Extent& extent, const FilmArray& film, const std::byte* row) {
    for (std::int64_t x = 0; x < film.size.width; ++x)
        for (std::int64_t c = 0; c < film.channels; ++c) {
            const auto value = static_cast<double>(
                as_number(load_element<T>(row + (x * film.column_stride + c * film.channel_stride) * film.item)));
            if (std::isnan(value)) {
                extent.has_nan = true;
                continue;
            }
            extent.least = extent.has_numbers ? std::min(extent.least, value) : value;
            extent.greatest = extent.has_numbers ? std::max(extent.greatest, value) : value;
            extent.has_numbers = true;
        }
}

Extent extent_of(const FilmArray& film) {
    Extent extent;
    with_element(film.dtype, [&]<class T>(T) {
        for (std::int64_t b = 0; b < film.batch; ++b)
            for (std::int64_t t = 0; t < film.frames; ++t)
                for (std::int64_t y = 0; y < film.size.height; ++y) extend<T>(extent, film, film.row(b, t, y));
    });
    return extent;
}

bool is_bytes(DLDataType dtype) noexcept { return dtype.code == kDLUInt && dtype.bits == 8; }
bool is_float(DLDataType dtype) noexcept { return dtype.code == kDLFloat || dtype.code == kDLBfloat; }

/// The rules that need no look at the numbers.
std::optional<SampleRule> rule_of_dtype(DLDataType dtype, bool normalize,
                                        const std::optional<std::array<double, 2>>& range) {
    using Kind = SampleRule::Kind;
    if (range) return SampleRule::of_window(*range);
    if (is_bytes(dtype)) return SampleRule{Kind::as_is};
    if (!normalize) return SampleRule{Kind::low_byte};
    if (is_bool(dtype)) return SampleRule{Kind::times_255};
    return std::nullopt;
}

std::uint8_t cut(double x) noexcept {
    if (!(x > 0)) return 0;  // also NaN
    return x >= 255 ? 255 : static_cast<std::uint8_t>(x);
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
        return cut(static_cast<double>(in_own_type<T>(n * decltype(n + n){255})));
    else
        return n != 0 ? 255 : 0;
}

template <class T>
std::uint8_t from_signed(T value) noexcept {
    const auto n = as_number(value);
    if constexpr (std::is_floating_point_v<decltype(as_number(value))>)
        return cut(static_cast<double>(in_own_type<T>(in_own_type<T>(n + 1) * decltype(n + n){127.5})));
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

template <SampleRule::Kind kind, class T>
void fill_row(const FilmArray& film, const std::byte* from, const SampleRule& rule, std::uint8_t* to) noexcept {
    const std::int64_t green = film.channels == 1 ? 0 : film.channel_stride * film.item;
    const std::int64_t step = film.column_stride * film.item;
    for (std::int64_t x = 0; x < film.size.width; ++x, from += step, to += 3) {
        to[0] = sample<kind>(load_element<T>(from), rule);
        to[1] = sample<kind>(load_element<T>(from + green), rule);
        to[2] = sample<kind>(load_element<T>(from + 2 * green), rule);
    }
}

template <SampleRule::Kind kind>
void fill_film(const FilmArray& film, std::int64_t b, std::int64_t t, const SampleRule& rule, std::uint8_t* to,
               std::size_t step) {
    with_element(film.dtype, [&]<class T>(T) {
        for (std::int64_t y = 0; y < film.size.height; ++y, to += step)
            fill_row<kind, T>(film, film.row(b, t, y), rule, to);
    });
}

void fill_film(const FilmArray& film, std::int64_t b, std::int64_t t, const SampleRule& rule, std::uint8_t* to,
               std::size_t step) {
    using Kind = SampleRule::Kind;
    switch (rule.kind) {
        case Kind::times_255:
            return fill_film<Kind::times_255>(film, b, t, rule, to, step);
        case Kind::from_signed:
            return fill_film<Kind::from_signed>(film, b, t, rule, to, step);
        case Kind::cut:
            return fill_film<Kind::cut>(film, b, t, rule, to, step);
        case Kind::window:
            return fill_film<Kind::window>(film, b, t, rule, to, step);
        default:
            break;
    }
    const bool is_packed = is_bytes(film.dtype) && film.channels == 3 && film.channel_stride == 1 &&
                           (film.column_stride == 3 || film.size.width == 1);
    if (!is_packed) return fill_film<Kind::low_byte>(film, b, t, rule, to, step);
    for (std::int64_t y = 0; y < film.size.height; ++y, to += step)
        std::memcpy(to, film.row(b, t, y), static_cast<std::size_t>(film.size.width) * 3);
}

}  // namespace

SampleRule rule_of(const FilmArray& film, bool normalize, const std::optional<std::array<double, 2>>& range) {
    if (const auto rule = rule_of_dtype(film.dtype, normalize, range)) return *rule;
    const Extent extent = extent_of(film);
    if (extent.has_nan) log_warning("video-file: the array has NaN samples, which are shown as black");
    if (extent.least >= 0 && extent.greatest <= 1) return {SampleRule::Kind::times_255};
    if (extent.least >= -1 && extent.greatest <= 1) return {SampleRule::Kind::from_signed};
    return {SampleRule::Kind::cut};
}

SampleRule rule_of_moment(const FilmArray& moment, bool normalize, const std::optional<std::array<double, 2>>& range) {
    if (const auto rule = rule_of_dtype(moment.dtype, normalize, range)) return *rule;
    const Extent extent = extent_of(moment);
    const double most = is_float(moment.dtype) ? 1 : 255;
    if (extent.least < 0 || extent.greatest > most)
        throw invalid("the frame has the sample " +
                      json::write(json::value(extent.least < 0 ? extent.least : extent.greatest), json::Style::fast,
                                  json::NonFinite::allow) +
                      "; frames given one by one have 0 to " + (is_float(moment.dtype) ? "1" : "255") + " as " +
                      dtype_name(moment.dtype) + ", for others give option \"range\" [low, high]");
    return {is_float(moment.dtype) ? SampleRule::Kind::times_255 : SampleRule::Kind::cut};
}

void fill_frame(const FilmArray& film, std::int64_t frame, const SampleRule& rule, std::uint8_t* to, std::size_t step) {
    const Size grid = film.grid_size();
    const std::int64_t columns = film.grid_columns();
    if (film.batch < columns * film.grid_rows())
        for (std::int64_t y = 0; y < grid.height; ++y)
            std::memset(to + static_cast<std::size_t>(y) * step, 0, static_cast<std::size_t>(grid.width) * 3);
    for (std::int64_t b = 0; b < film.batch; ++b) {
        const std::int64_t top = b / columns * film.size.height;
        const std::int64_t left = b % columns * film.size.width;
        fill_film(film, b, frame, rule, to + static_cast<std::size_t>(top) * step + left * 3, step);
    }
}

}  // namespace wbm::video
