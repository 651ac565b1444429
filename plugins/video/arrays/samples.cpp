#include "samples.hpp"

#include <wbm/sdk/element.hpp>

#include <algorithm>
#include <cmath>
#include <string>

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

}  // namespace wbm::video
