// cell_json.hpp - cells from JSON and to JSON text (wire spec 2.5, 2.6).
#pragma once

#include "cell.hpp"

#include <wbm/json.hpp>

#include <functional>
#include <string>

namespace wbm::table {

/// Makes the value of an object with a "_type" text. Null when it makes none: the object stays a dict.
using MediaReader = std::function<Media(const json::object& o)>;

/// A cell of JSON. Objects with a "_type" text go to `media`, at any depth (with no function they stay dicts). Throws
/// invalid beyond max_cell_depth, and what `media` throws.
[[nodiscard]] Cell cell_from_json(const json::value& v, const MediaReader& media);

/// Which file cells are written to.
enum class CellForm : std::uint8_t {
    artifact,  ///< NaN is null, times are milliseconds, an array without dimensions is its number
    run,       ///< NaN is NaN, times are ISO texts, an array without dimensions is a list of its number
    shown,     ///< no file: as artifact, but NaN is NaN
};

/// Appends the JSON text of a media value: its JSON in an artifact, its class's name in a run file.
using MediaWriter = std::function<void(std::string& out, const MediaCell& media)>;

/// Appends the JSON text of a cell. Infinities are the bare tokens Infinity and -Infinity, as the reference has them.
/// A time without text of its own is written to a run file as UTC time: "2020-01-02T03:04:05.678Z". Throws json::Error
/// for text that is not UTF-8, std::bad_function_call for a media value without `media`.
void append_cell(std::string& out, const Cell& cell, CellForm form, json::Style style, const MediaWriter& media);

}  // namespace wbm::table
