// times.hpp - what the wire's milliseconds lose of times, and times inside lists and dicts.
#pragma once

#include "column.hpp"
#include "types/column_type.hpp"

#include <wbm/json.hpp>

#include <string>
#include <string_view>

namespace wbm::table {

/// A time's text as Python writes it into run files: a fraction of six digits or none, Z for +00:00.
[[nodiscard]] std::string python_iso(std::string_view iso);

/// The texts of times that their milliseconds do not give, by row: {"0": "2020-01-02T03:04:05.678901"}.
[[nodiscard]] json::object texts_of_times(const Column& cells);
/// Puts them back.
void restore_texts(Column& cells, const json::object& texts);

/// Has the type times inside lists or dicts?
[[nodiscard]] bool has_inner_times(const ColumnType& type);
/// The cell with numbers as times where the type says so, at any depth.
[[nodiscard]] Cell with_times(const Cell& cell, const ColumnType& type);

}  // namespace wbm::table
