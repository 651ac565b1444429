#include "cell_json.hpp"

#include "../limits.hpp"
#include "array_cell.hpp"
#include "iso_time.hpp"

#include <wbm/sdk/element.hpp>
#include <wbm/sdk/error.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace wbm::table {
namespace {

Cell read_cell(const json::value& v, const MediaReader& media, std::size_t depth) {
    if (depth > max_cell_depth)
        throw invalid("a cell has more than " + std::to_string(max_cell_depth) +
                      " lists and dicts in each other; flatten it");
    switch (v.kind()) {
        case json::kind::null:
            return {};
        case json::kind::bool_:
            return v.get_bool();
        case json::kind::int64:
            return v.get_int64();
        case json::kind::uint64:
            return v.get_uint64();
        case json::kind::double_:
            return v.get_double();
        case json::kind::string:
            return std::string_view(v.get_string());
        case json::kind::array: {
            std::vector<Cell> cells;
            cells.reserve(v.get_array().size());
            for (const auto& item : v.get_array()) cells.push_back(read_cell(item, media, depth + 1));
            return Cell::list(std::move(cells));
        }
        case json::kind::object:
            break;
    }
    const json::object& o = v.get_object();
    const json::value* type = media ? o.if_contains("_type") : nullptr;
    if (type != nullptr && type->is_string())
        if (Media value = media(o)) return Cell::media(std::move(value));
    std::vector<std::pair<std::string, Cell>> members;
    members.reserve(o.size());
    for (const auto& member : o) members.emplace_back(member.key(), read_cell(member.value(), media, depth + 1));
    return Cell::dict(std::move(members));
}

template <std::integral T>
void append_integer(std::string& out, T number) {
    char digits[24];
    out.append(digits, std::to_chars(digits, std::end(digits), number).ptr);
}

class Writer {
public:
    Writer(std::string& out, CellForm form, json::Style style, const MediaWriter& media)
        : out_(out), form_(form), style_(style), media_(media) {
        const bool fast = style == json::Style::fast;
        comma_ = fast ? "," : ", ";
        colon_ = fast ? ":" : ": ";
    }

    void write(const Cell& cell) {
        switch (cell.kind()) {
            case CellKind::null:
                out_ += "null";
                break;
            case CellKind::boolean:
                write_boolean(cell.boolean());
                break;
            case CellKind::integer:
                append_integer(out_, cell.integer());
                break;
            case CellKind::natural:
                append_integer(out_, cell.natural());
                break;
            case CellKind::big:
                out_ += cell.digits();
                break;
            case CellKind::real:
                write_real(cell.real());
                break;
            case CellKind::text:
            case CellKind::link:
                json::append_string(out_, cell.text(), style_);
                break;
            case CellKind::time:
                write_time(cell);
                break;
            case CellKind::array:
                write_array(cell.array());
                break;
            case CellKind::media:
                media_(out_, *cell.media());
                break;
            case CellKind::list:
                write_list(cell.list());
                break;
            case CellKind::dict:
                write_dict(cell.dict());
                break;
            case CellKind::key:
                json::append_string(out_, cell.key().text, style_);
                break;
            case CellKind::index:
                append_integer(out_, cell.index().row);
                break;
        }
    }

private:
    void write_boolean(bool yes) { out_ += yes ? "true" : "false"; }

    void write_real(double number) {
        if (std::isfinite(number))
            json::append_number(out_, number, style_);
        else if (std::isnan(number))
            out_ += form_ == CellForm::artifact ? "null" : "NaN";
        else
            out_ += number > 0 ? "Infinity" : "-Infinity";
    }

    void write_time(const Cell& cell) {
        const Time time = cell.time();
        if (form_ == CellForm::run) {
            const std::string iso = cell.iso().empty() ? iso_text(time) : std::string(cell.iso());
            if (!iso.empty()) return json::append_string(out_, iso, style_);
        }
        if (const auto* whole = std::get_if<std::int64_t>(&time.ms))
            append_integer(out_, *whole);
        else
            write_real(std::get<double>(time.ms));
    }

    void write_array(const DenseArray& array) {
        const bool as_list = array.shape.empty() && form_ == CellForm::run;
        if (as_list) out_ += '[';
        if (is_bool(array.dtype)) {
            const std::byte* at = array.bytes.get();
            write_rows(array, 0, [&] { write_boolean(*at++ != std::byte{0}); });
        } else {
            with_element(array.dtype, [&](auto type) {
                const std::byte* at = array.bytes.get();
                write_rows(array, 0, [&] {
                    const auto number = as_number(load_element<decltype(type)>(at));
                    if constexpr (std::is_integral_v<decltype(number)>)
                        append_integer(out_, number);
                    else
                        write_real(static_cast<double>(number));
                    at += sizeof type;
                });
            });
        }
        if (as_list) out_ += ']';
    }

    template <class Next>
    void write_rows(const DenseArray& array, std::size_t axis, const Next& next) {
        if (axis == array.shape.size()) return next();
        out_ += '[';
        for (std::int64_t i = 0; i < array.shape[axis]; ++i) {
            if (i > 0) out_ += comma_;
            write_rows(array, axis + 1, next);
        }
        out_ += ']';
    }

    void write_list(const List& list) {
        out_ += '[';
        for (std::size_t i = 0; i < list.cells.size(); ++i) {
            if (i > 0) out_ += comma_;
            write(list.cells[i]);
        }
        out_ += ']';
    }

    void write_dict(const Dict& dict) {
        std::vector<const std::pair<std::string, Cell>*> members;
        members.reserve(dict.members.size());
        for (const auto& member : dict.members) members.push_back(&member);
        if (style_ == json::Style::standard_sorted)
            std::sort(members.begin(), members.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
        out_ += '{';
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (i > 0) out_ += comma_;
            json::append_string(out_, members[i]->first, style_);
            out_ += colon_;
            write(members[i]->second);
        }
        out_ += '}';
    }

    std::string& out_;
    CellForm form_;
    json::Style style_;
    const MediaWriter& media_;
    std::string_view comma_;
    std::string_view colon_;
};

}  // namespace

Cell cell_from_json(const json::value& v, const MediaReader& media) { return read_cell(v, media, 0); }

void append_cell(std::string& out, const Cell& cell, CellForm form, json::Style style, const MediaWriter& media) {
    Writer(out, form, style, media).write(cell);
}

}  // namespace wbm::table
