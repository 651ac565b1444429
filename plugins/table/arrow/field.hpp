// field.hpp - what one column of an Arrow stream holds, from its schema.
#pragma once

#include <wbm/ext/arrow.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::table {

inline constexpr std::size_t max_arrow_fields = 65'536;  ///< fields of one schema, nested ones counted
/// Rows of a stream, and elements of an array in it.
inline constexpr std::int64_t max_arrow_rows = std::int64_t{1} << 31;
/// Elements below the top that take no memory, such as nulls: their number is only a claim.
inline constexpr std::int64_t max_arrow_empty = std::int64_t{1} << 20;
/// Bytes of one column's texts, which dictionaries and views can repeat.
inline constexpr std::size_t max_arrow_text = std::size_t{1} << 32;
inline constexpr std::size_t max_format_text = 256;  ///< bytes of a format

enum class Form : std::uint8_t {
    null,
    boolean,
    integer,
    real,
    decimal,
    text,
    binary,
    fixed_binary,
    date,       ///< days (32 bits) or milliseconds (64)
    timestamp,  ///< since 1970, in UTC or without a zone
    time,       ///< of the day
    duration,
    list,
    fixed_list,
    structure,
    map,
    dictionary,  ///< indexes into the values of `children[0]`
};

struct Field {
    Form form = Form::null;
    std::string name;
    std::string where;            ///< `column "a"`, `column "a", field "item"`: begins errors
    unsigned bits = 0;            ///< of a number; of a dictionary's index; 64 for large offsets, else 32
    bool is_unsigned = false;     ///< an integer or index
    bool is_view = false;         ///< text or binary, laid out as views
    std::int64_t size = 0;        ///< bytes of fixed_binary, elements of fixed_list, digits after a decimal's point
    std::int64_t per_second = 1;  ///< units of a time
    std::vector<Field> children;
};

/// The columns of a stream. Extension types count as what they are stored as. Throws invalid for a schema that breaks
/// the Arrow C data interface or a bound, unsupported for a type that cells cannot hold.
[[nodiscard]] std::vector<Field> fields_of(const ArrowSchema& schema);

/// A number whose arrays of one size are array cells?
[[nodiscard]] inline bool is_element(const Field& field) noexcept {
    return field.form == Form::boolean || field.form == Form::integer || field.form == Form::real;
}

}  // namespace wbm::table
