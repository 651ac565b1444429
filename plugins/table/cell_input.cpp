#include "cell_input.hpp"

#include "cells/cell_json.hpp"
#include "cells/iso_time.hpp"
#include "limits.hpp"
#include "times.hpp"
#include "value_cell.hpp"

#include <string>
#include <utility>
#include <vector>

namespace wbm::table {

CellInput::CellInput(const Input& in) {
    for (std::size_t i = 1; i < in.part_count(); ++i) parts_.emplace(in.part(i).name(), in.part(i));
}

const Part& CellInput::part(std::string_view name) const {
    const auto found = parts_.find(name);
    if (found == parts_.end())
        throw not_found("a cell names the part " + brief(json::value(name)) +
                        ", which was not given; add it to the parts");
    return found->second;
}

Media CellInput::media(std::string_view name) {
    const auto known = values_.find(name);
    if (known != values_.end()) return known->second;
    const Part& found = part(name);
    Media made = std::make_shared<ValueCell>(Value(found));
    values_.emplace(found.name(), made);
    return made;
}

Cell CellInput::part_cell(std::string_view name, std::size_t depth) {
    const Part& found = part(name);
    if (found.is(WBM_FROM_VALUE)) return Cell::media(media(name));
    if (found.is(WBM_FROM_TENSOR)) return Cell::array(DenseArray::of(found.tensor()));
    if (found.is(WBM_FROM_JSON)) return cell(found.json(), depth + 1);
    throw unsupported("part " + brief(json::value(name)) +
                      " is no value, array or JSON, which cells are made of; make "
                      "a value of it first");
}

TableLink CellInput::link(const json::object& o) {
    Media table = media(text(o, "table"));
    if (table->type() != "table")
        throw invalid("the table of a key is a value of type " + std::string(table->type()) + "; give a table");
    return {std::move(table), {}};
}

Cell CellInput::form(std::string_view name, const json::object& o, std::size_t depth) {
    const json::value& v = o.at(name);
    if (name == "$part" && v.is_string()) return part_cell(v.get_string(), depth);
    if (name == "$time" && v.is_int64()) return Time{v.get_int64()};
    if (name == "$time" && v.is_double()) return Time{v.get_double()};
    if (name == "$time" && v.is_string())
        if (const auto time = parse_iso(v.get_string())) return Cell::time(*time, python_iso(v.get_string()));
    if ((name == "$tuple" || name == "$set") && v.is_array()) {
        std::vector<Cell> cells;
        for (const json::value& item : v.get_array()) cells.push_back(cell(item, depth + 1));
        return Cell::list(std::move(cells), name == "$set" ? Sequence::set : Sequence::tuple);
    }
    if (name == "$key" && v.is_string())
        return Cell::key({std::string(std::string_view(v.get_string())), link(o), text(o, "column")});
    if (name == "$index" && v.is_int64()) return Cell::index({v.get_int64(), link(o)});
    if (name == "$dict" && v.is_object()) {
        std::vector<std::pair<std::string, Cell>> members;
        for (const auto& member : v.get_object()) members.emplace_back(member.key(), cell(member.value(), depth + 1));
        return Cell::dict(std::move(members));
    }
    throw invalid(
        "a cell is " + brief(json::value(o)) +
        "; forms are {\"$part\": name}, {\"$time\": milliseconds or ISO "
        "text}, {\"$tuple\": [...]}, {\"$set\": [...]}, {\"$key\": ...}, {\"$index\": ...} and, for a dict with "
        "such a member, {\"$dict\": {...}}");
}

Cell CellInput::object_cell(const json::object& o, std::size_t depth) {
    if (!o.empty() && o.begin()->key().starts_with('$')) {
        const std::string_view first = o.begin()->key();
        if (o.size() == 1 || first == "$key" || first == "$index") return form(first, o, depth);
    }
    if (const json::value* type = o.if_contains("_type"); type != nullptr && type->is_string())
        throw invalid("a cell is a dict with \"_type\" " + brief(*type) +
                      ", which would be read back as a value; give the value itself as a part");
    std::vector<std::pair<std::string, Cell>> members;
    members.reserve(o.size());
    for (const auto& member : o) members.emplace_back(member.key(), cell(member.value(), depth + 1));
    return Cell::dict(std::move(members));
}

Cell CellInput::cell(const json::value& v, std::size_t depth) {
    if (depth > max_cell_depth)
        throw invalid("a cell has more than " + std::to_string(max_cell_depth) +
                      " lists and dicts in each other; flatten it");
    if (v.is_object()) return object_cell(v.get_object(), depth);
    if (!v.is_array()) return cell_from_json(v, {});
    std::vector<Cell> cells;
    cells.reserve(v.get_array().size());
    for (const json::value& item : v.get_array()) cells.push_back(cell(item, depth + 1));
    return Cell::list(std::move(cells));
}

}  // namespace wbm::table
