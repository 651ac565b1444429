// wbm/media/table_time.hpp - moments of std::chrono as table cells have them.
#pragma once

#include <wbm/error.hpp>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <ratio>
#include <string>

namespace wbm::detail {

/// Appends the cell's form: a date's text for days, else milliseconds, or text where microseconds are there; what is
/// below a microsecond is dropped, for Python's times have no place for it. Throws MediaError (invalid) outside the
/// years 1 to 9999, which are those of Python.
template <class Duration>
void append_time(std::string& out, std::chrono::sys_time<Duration> time) {
    namespace chrono = std::chrono;
    constexpr double first = -62135596800, end = 253402300800;  // seconds: the years 1 and 10000
    const double seconds = chrono::duration<double>(time.time_since_epoch()).count();
    if (!(seconds >= first && seconds < end))
        throw MediaError(Status::invalid,
                         "the time is " + std::to_string(seconds) + " seconds after 1970, outside the years 1 to 9999");
    const auto us = chrono::floor<chrono::microseconds>(time);
    const auto day = chrono::floor<chrono::days>(us);
    const chrono::year_month_day date(day);
    constexpr bool is_date = std::ratio_greater_equal_v<typename Duration::period, chrono::days::period>;
    if (!is_date && us.time_since_epoch().count() % 1000 == 0) {
        out += R"({"$time":)" + std::to_string(us.time_since_epoch().count() / 1000) + '}';
        return;
    }
    char text[64];
    int size = std::snprintf(text, sizeof text, R"({"$time":"%04d-%02u-%02u)", static_cast<int>(date.year()),
                             static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    if constexpr (!is_date) {
        const chrono::hh_mm_ss clock(us - day);
        size += std::snprintf(text + size, sizeof text - static_cast<std::size_t>(size), "T%02d:%02d:%02d.%06dZ",
                              static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                              static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    }
    out.append(text, static_cast<std::size_t>(size));
    out += "\"}";
}

/// The moment of a cell's milliseconds, to the nearest tick.
template <class Time>
[[nodiscard]] Time time_of(double milliseconds) {
    using Duration = typename Time::duration;
    const std::chrono::duration<double, std::milli> since(milliseconds);
    if constexpr (std::chrono::treat_as_floating_point_v<typename Duration::rep>)
        return Time(Duration(since));
    else
        return Time(std::chrono::floor<Duration>(
            std::chrono::microseconds(static_cast<std::int64_t>(std::nearbyint(milliseconds * 1000)))));
}

}  // namespace wbm::detail
