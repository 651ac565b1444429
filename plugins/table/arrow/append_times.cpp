// Times and decimals of Arrow arrays.
#include "append_arrays.hpp"

#include "../cells/cell.hpp"

#include <wbm/sdk.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <limits>
#include <string>

namespace wbm::table {
namespace {

constexpr std::int64_t ms_of_day = 86'400'000;

std::int64_t count_at(const Field& field, const ArrayView& array, std::int64_t i) {
    return field.bits == 32 ? array.value<std::int32_t>(i) : array.value<std::int64_t>(i);
}

Cell moment(const Field& field, std::int64_t count, std::size_t row) {
    if (field.per_second <= 1'000) {
        const std::int64_t factor = 1'000 / field.per_second;
        constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
        if (count > most / factor || count < -(most / factor))
            throw invalid(field.where + ": the time in row " + std::to_string(row) +
                          " is beyond 64 bits of milliseconds; drop it");
        return Time{count * factor};
    }
    const std::int64_t per_ms = field.per_second / 1'000;
    if (count % per_ms == 0) return Time{count / per_ms};
    // In two parts, for nanoseconds have more digits than a double.
    const std::int64_t whole_ms = count / per_ms;
    return Time{static_cast<double>(whole_ms) + static_cast<double>(count % per_ms) / static_cast<double>(per_ms)};
}

void append_digits(std::string& out, std::int64_t number, std::size_t width) {
    const std::string digits = std::to_string(number);
    out.append(width > digits.size() ? width - digits.size() : 0, '0') += digits;
}

/// "03:04:05", "03:04:05.678901": as Python writes a time of the day, with more digits where nanoseconds need them.
Cell clock(const Field& field, std::int64_t count, std::size_t row) {
    const std::int64_t seconds = count / field.per_second, rest = count % field.per_second;
    if (count < 0 || seconds >= 86'400)
        throw invalid(field.where + ": the time in row " + std::to_string(row) +
                      " is no time of a day; store it as a duration");
    std::string text;
    append_digits(text, seconds / 3600, 2);
    append_digits(text += ':', seconds / 60 % 60, 2);
    append_digits(text += ':', seconds % 60, 2);
    if (rest != 0) {
        const std::int64_t nanoseconds = rest * (1'000'000'000 / field.per_second);
        if (nanoseconds % 1'000 == 0)
            append_digits(text += '.', nanoseconds / 1'000, 6);
        else
            append_digits(text += '.', nanoseconds, 9);
    }
    return text;
}

/// A number's digits, from its limbs of 32 bits, the lowest first. Divides them away.
template <std::size_t Size>
std::string digits_of(std::array<std::uint32_t, Size>& limbs) {
    constexpr std::uint64_t step = 1'000'000'000;
    std::string all;
    while (std::ranges::any_of(limbs, [](std::uint32_t limb) { return limb != 0; })) {
        std::uint64_t rest = 0;
        for (std::size_t i = Size; i-- > 0;) {
            rest = rest << 32 | limbs[i];
            limbs[i] = static_cast<std::uint32_t>(rest / step);
            rest %= step;
        }
        std::string part;
        append_digits(part, static_cast<std::int64_t>(rest), 9);
        all.insert(0, part);
    }
    all.erase(0, all.find_first_not_of('0'));
    return all.empty() ? "0" : all;
}

std::string decimal_digits(const std::byte* at, std::size_t bytes) {
    std::array<std::uint32_t, 8> limbs{};
    const bool is_negative = (at[bytes - 1] & std::byte{0x80}) != std::byte{0};
    if (is_negative) limbs.fill(~std::uint32_t{0});
    std::memcpy(limbs.data(), at, bytes);
    if (is_negative) {
        std::uint64_t carry = 1;
        for (std::uint32_t& limb : limbs) {
            carry += static_cast<std::uint32_t>(~limb);
            limb = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
    }
    return (is_negative ? "-" : "") + digits_of(limbs);
}

/// The nearest double, as the reference has it (wire spec 2.5); an integer where there are no digits after the point
/// and 64 bits hold it.
Cell decimal(const Field& field, const std::byte* at) {
    std::string text = decimal_digits(at, field.bits / 8U);
    const char* const end = text.data() + text.size();
    if (field.size == 0) {
        std::int64_t number = 0;
        if (std::from_chars(text.data(), end, number).ec == std::errc()) return number;
        std::uint64_t natural = 0;
        if (std::from_chars(text.data(), end, natural).ec == std::errc()) return natural;
    }
    text += 'e' + std::to_string(-field.size);
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

void append_times(Column& out, const Field& field, const ArrayView& array) {
    for (std::int64_t i = 0; i < array.count(); ++i) {
        if (array.is_null(i)) {
            out.push_null();
            continue;
        }
        const std::int64_t count = count_at(field, array, i);
        if (field.form == Form::date)
            out.push(Time{field.bits == 32 ? count * ms_of_day : count});
        else if (field.form == Form::timestamp)
            out.push(moment(field, count, out.size()));
        else if (field.form == Form::time)
            out.push(clock(field, count, out.size()));
        else
            out.push_real(static_cast<double>(count) / static_cast<double>(field.per_second));
    }
}

void append_decimals(Column& out, const Field& field, const ArrayView& array) {
    const auto size = static_cast<std::int64_t>(field.bits / 8U);
    for (std::int64_t i = 0; i < array.count(); ++i)
        out.push(array.is_null(i) ? Cell() : decimal(field, array.buffer(1) + (array.start() + i) * size));
}

}  // namespace wbm::table
