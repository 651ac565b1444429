#include "type_queries.hpp"

#include "../cells/cell_json.hpp"
#include "../cells/iso_time.hpp"
#include "column_type.hpp"

#include <wbm/json.hpp>
#include <wbm/sdk/element.hpp>
#include <wbm/sdk/error.hpp>
#include <wbm/sdk/members.hpp>

#include <limits>

namespace wbm::table {
namespace {

/// The only member's name when it begins with "$", or that of the first of several.
std::string_view tag_of(const json::object& o) {
    return !o.empty() && o.begin()->key().starts_with('$') ? std::string_view(o.begin()->key()) : std::string_view();
}

/// The numbers of nested lists in order, as elements of `dtype`.
void append_elements(std::vector<std::byte>& out, const json::value& v, DLDataType dtype) {
    if (v.is_array()) {
        for (const auto& item : v.get_array()) append_elements(out, item, dtype);
        return;
    }
    if (!v.is_number() && !v.is_bool()) throw invalid("\"data\" must hold numbers, it has " + brief(v));
    with_element(dtype, [&](auto type) {
        using T = decltype(type);
        if constexpr (std::is_arithmetic_v<T>) {
            boost::system::error_code inexact;
            const T x = v.is_bool()                   ? static_cast<T>(v.get_bool())
                        : std::is_floating_point_v<T> ? static_cast<T>(v.to_number<double>(inexact))
                                                      : v.to_number<T>(inexact);
            if (inexact) throw invalid(brief(v) + " is no " + dtype_name(dtype));
            const auto* bytes = reinterpret_cast<const std::byte*>(&x);
            out.insert(out.end(), bytes, bytes + sizeof x);
        } else {
            throw unsupported("arrays of " + dtype_name(dtype) + " have no plain elements");
        }
    });
}

Cell array_cell(const json::object& o) {
    const auto dtype = dtype_named(text(o, "$ndarray"));
    if (!dtype) throw unsupported("\"$ndarray\" names no dtype of arrays: " + brief(o.at("$ndarray")));
    std::vector<std::int64_t> shape;
    const json::value* extents = o.if_contains("shape");
    const json::value* data = o.if_contains("data");
    if (extents == nullptr || !extents->is_array() || data == nullptr)
        throw invalid("an array needs \"shape\" and \"data\"");
    for (const auto& extent : extents->get_array()) {
        if (!extent.is_int64()) throw invalid("\"shape\" must hold integers, it has " + brief(extent));
        shape.push_back(extent.get_int64());
    }
    auto bytes = std::make_shared<std::vector<std::byte>>();
    append_elements(*bytes, *data, *dtype);
    const std::size_t size = bytes->size();
    const std::byte* first = bytes->data();
    return Cell::array(DenseArray::of(*dtype, std::move(shape), {std::move(bytes), first}, size));
}

Cell cell_of(const json::value& v);

Cell time_cell(const json::value& v) {
    const auto time = v.is_string() ? parse_iso(v.get_string()) : std::nullopt;
    if (!time) throw invalid("no ISO 8601 date or time: " + brief(v));
    return Cell::time(*time, std::string(v.get_string()));
}

Cell real_cell(const json::value& v) {
    if (v == "nan") return std::numeric_limits<double>::quiet_NaN();
    if (v == "inf") return std::numeric_limits<double>::infinity();
    if (v == "-inf") return -std::numeric_limits<double>::infinity();
    throw invalid("\"$float\" must be nan, inf or -inf, it is " + brief(v));
}

Cell list_cell(const json::value& v, Sequence sequence) {
    if (!v.is_array()) throw invalid("the items of a tuple or set must be an array, they are " + brief(v));
    std::vector<Cell> cells;
    for (const auto& item : v.get_array()) cells.push_back(cell_of(item));
    return Cell::list(std::move(cells), sequence);
}

/// NumPy's scalars: numbers, booleans and times have the types of Python's.
Cell numpy_cell(const json::object& o) {
    const std::string dtype = text(o, "$np");
    const json::value* v = o.if_contains("value");
    if (v == nullptr) throw invalid("\"$np\" needs \"value\"");
    if (dtype.starts_with("datetime64")) return time_cell(*v);
    if (!dtype_named(dtype)) throw unsupported("a NumPy scalar of dtype " + dtype + " is no cell");
    return cell_of(*v);
}

Cell cell_of(const json::value& v) {
    if (v.is_array()) return list_cell(v, Sequence::list);
    const json::object* o = v.if_object();
    if (o == nullptr) return cell_from_json(v, nullptr);
    const std::string_view tag = tag_of(*o);
    if (tag == "$float") return real_cell(o->at(tag));
    if (tag == "$ndarray") return array_cell(*o);
    if (tag == "$np") return numpy_cell(*o);
    if (tag == "$datetime" || tag == "$date") return time_cell(o->at(tag));
    if (tag == "$tuple") return list_cell(o->at(tag), Sequence::tuple);
    if (tag == "$set" || tag == "$frozenset") return list_cell(o->at(tag), Sequence::set);
    if (!tag.empty()) throw unsupported("a value given as " + brief(v) + " is no cell");
    std::vector<std::pair<std::string, Cell>> members;
    for (const auto& member : *o) members.emplace_back(member.key(), cell_of(member.value()));
    return Cell::dict(std::move(members));
}

/// Objects of Python classes that no cell can hold.
std::string_view python_class(const json::value& v) {
    const json::object* o = v.if_object();
    const std::string_view tag = o != nullptr ? tag_of(*o) : std::string_view();
    if (tag == "$bytes_b64") return "bytes";
    if (tag == "$decimal") return "Decimal";
    if (tag == "$complex") return "complex";
    const json::value* dtype = tag == "$np" ? o->if_contains("$np") : nullptr;
    return dtype != nullptr && dtype->is_string() && dtype->get_string().starts_with("<U") ? "str_" : "";
}

ColumnType given_type(std::string_view text) {
    TypeReader reader;
    reader.keep_strangers = false;
    return ColumnType::parse(json::read(text), reader);
}

std::string text_of(const ColumnType& type) { return json::write(type.to_json(), json::Style::fast); }

}  // namespace

std::string type_of(std::string_view value) {
    const json::value v = json::read(value);
    const std::string_view name = python_class(v);
    return text_of(name.empty() ? ColumnType::of(cell_of(v)) : ColumnType::python_object(std::string(name)));
}

std::string type_from_dict(std::string_view type) { return text_of(given_type(type)); }

std::string assign(std::string_view type, std::string_view value) {
    return text_of(given_type(type).assign(cell_of(json::read(value))));
}

}  // namespace wbm::table
