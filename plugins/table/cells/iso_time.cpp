#include "iso_time.hpp"

#include <cmath>
#include <cstdio>

namespace wbm::table {
namespace {

constexpr std::int64_t first_ms = -62135596800000;  // the year 1
constexpr std::int64_t end_ms = 253402300800000;    // the year 10000
constexpr std::int64_t us_per_day = 86400000000;

struct Date {
    std::int64_t year;
    unsigned month;
    unsigned day;
};

/// The Gregorian date of a day counted from 1970, by eras of 400 years that begin in March.
Date date_of(std::int64_t day) {
    constexpr std::int64_t days_per_era = 146097;
    const std::int64_t since = day + 719468;  // 0000-03-01
    const std::int64_t era = (since >= 0 ? since : since - days_per_era + 1) / days_per_era;
    const std::int64_t in_era = since - era * days_per_era;
    const std::int64_t year_of_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    const std::int64_t in_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t from_march = (5 * in_year + 2) / 153;
    const auto month = static_cast<unsigned>(from_march < 10 ? from_march + 3 : from_march - 9);
    const auto day_of_month = static_cast<unsigned>(in_year - (153 * from_march + 2) / 5 + 1);
    return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day_of_month};
}

/// The day counted from 1970 of a Gregorian date, as date_of() the other way.
std::int64_t day_of(const Date& date) {
    const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
    const std::int64_t era = year / 400;  // no years below 0 here
    const std::int64_t year_of_era = year - era * 400;
    const std::int64_t from_march = date.month > 2 ? date.month - 3 : date.month + 9;
    const std::int64_t in_year = (153 * from_march + 2) / 5 + date.day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + in_year - 719468;
}

/// Takes fixed parts off the front of a text; `good` says whether all were there.
class Scanner {
public:
    explicit Scanner(std::string_view text) : left_(text) {}

    std::int64_t digits(std::size_t count) {
        std::int64_t number = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (i >= left_.size() || left_[i] < '0' || left_[i] > '9') {
                good = false;
                return 0;
            }
            number = number * 10 + (left_[i] - '0');
        }
        left_.remove_prefix(count);
        return number;
    }
    bool skip(std::string_view any_of) {
        if (left_.empty() || any_of.find(left_.front()) == any_of.npos) return false;
        left_.remove_prefix(1);
        return true;
    }
    void require(char c) { good = skip({&c, 1}) && good; }
    [[nodiscard]] bool at_end() const { return left_.empty(); }

    /// Up to nine digits of a second's fraction as nanoseconds.
    std::int64_t fraction() {
        std::int64_t ns = 0;
        std::int64_t unit = 100000000;
        const std::size_t before = left_.size();
        while (!left_.empty() && left_.front() >= '0' && left_.front() <= '9' && unit > 0) {
            ns += (left_.front() - '0') * unit;
            unit /= 10;
            left_.remove_prefix(1);
        }
        good = good && left_.size() < before;
        return ns;
    }

    bool good = true;

private:
    std::string_view left_;
};

/// Minutes east of UTC.
std::int64_t offset_of(Scanner& in) {
    if (in.at_end() || in.skip("Z")) return 0;
    const bool west = in.skip("-");
    if (!west) in.require('+');
    const std::int64_t hours = in.digits(2);
    (void)in.skip(":");
    const std::int64_t minutes = hours * 60 + in.digits(2);
    in.good = in.good && minutes < 24 * 60;
    return west ? -minutes : minutes;
}

}  // namespace

std::string iso_text(const Time& time) {
    const double ms = time.milliseconds();
    if (!(ms >= static_cast<double>(first_ms) && ms < static_cast<double>(end_ms))) return "";
    std::int64_t us = 0;
    if (const auto* whole = std::get_if<std::int64_t>(&time.ms))
        us = *whole * 1000;
    else
        us = static_cast<std::int64_t>(std::nearbyint(ms * 1000));
    const std::int64_t day = (us >= 0 ? us : us - us_per_day + 1) / us_per_day;
    const std::int64_t in_day = us - day * us_per_day;
    const Date date = date_of(day);
    const std::int64_t second = in_day / 1000000;
    const auto fraction = static_cast<int>(in_day % 1000000);
    char text[48];
    int size = std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year),
                             date.month, date.day, static_cast<int>(second / 3600), static_cast<int>(second / 60 % 60),
                             static_cast<int>(second % 60));
    if (fraction != 0)
        size += std::snprintf(text + size, sizeof text - static_cast<std::size_t>(size), ".%06d", fraction);
    return std::string(text, static_cast<std::size_t>(size)) + "Z";
}

std::optional<Time> parse_iso(std::string_view text) {
    Scanner in(text);
    Date date{};
    date.year = in.digits(4);
    in.require('-');
    date.month = static_cast<unsigned>(in.digits(2));
    in.require('-');
    date.day = static_cast<unsigned>(in.digits(2));
    if (!in.good || date.year < 1 || date.month < 1 || date.month > 12) return std::nullopt;
    const std::int64_t day = day_of(date);
    if (date_of(day).month != date.month || date_of(day).day != date.day) return std::nullopt;
    std::int64_t us = day * us_per_day;
    if (!in.at_end()) {
        if (!in.skip("T ")) return std::nullopt;
        const std::int64_t hour = in.digits(2);
        in.require(':');
        const std::int64_t minute = in.digits(2);
        const std::int64_t second = in.skip(":") ? in.digits(2) : 0;
        const std::int64_t ns = in.skip(".") ? in.fraction() : 0;
        const std::int64_t offset = offset_of(in);
        if (!in.good || !in.at_end() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
        us += ((hour * 60 + minute - offset) * 60 + second) * 1000000 + ns / 1000;
    }
    return Time{us / 1000};
}

}  // namespace wbm::table
