// cell_input.hpp - cells as create() gets them: JSON, and what JSON has no words for.
#pragma once

#include "cells/cell.hpp"

#include <wbm/sdk.hpp>

#include <cstddef>
#include <string_view>
#include <unordered_map>

namespace wbm::table {

/// Makes cells of one input, whose named parts they may refer to.
///
/// Plain JSON stands for itself. An object whose only member begins with "$" is a form:
///   {"$part": "img"}      the named part: a value, an array, or JSON
///   {"$time": 1577934245678} or {"$time": "2020-01-02T03:04:05.678Z"}   milliseconds since 1970 in UTC, or ISO 8601
///   {"$tuple": [...]}, {"$set": [...]}                                  lists of another kind
///   {"$key": "a", ...}    never alone: {"$key": "a", "table": "t", "column": "id"} a key of a row of the table part
///   `t`
///   {"$index": 1, "table": "t"}                                         a row number of it
///   {"$dict": {...}}      a dict whose only member begins with "$"
class CellInput {
public:
    explicit CellInput(const Input& in);

    /// Throws invalid for an unknown form, a dict with "_type" (it would be read back as a value), too much depth;
    /// not_found for a part that was not given.
    [[nodiscard]] Cell cell(const json::value& v, std::size_t depth = 0);
    /// The value that a part holds. Throws not_found, and unsupported for a part of another kind.
    [[nodiscard]] Media media(std::string_view part);

private:
    [[nodiscard]] Cell object_cell(const json::object& o, std::size_t depth);
    [[nodiscard]] Cell form(std::string_view name, const json::object& o, std::size_t depth);
    [[nodiscard]] Cell part_cell(std::string_view name, std::size_t depth);
    [[nodiscard]] TableLink link(const json::object& o);
    [[nodiscard]] const Part& part(std::string_view name) const;

    std::unordered_map<std::string_view, Part> parts_;
    std::unordered_map<std::string_view, Media> values_;  ///< one for each part: the same value stays the same
};

}  // namespace wbm::table
