#include "field.hpp"

#include "../limits.hpp"

#include <wbm/sdk.hpp>

#include <cstring>
#include <initializer_list>
#include <limits>
#include <optional>
#include <utility>

namespace wbm::table {
namespace {

/// A C text of a stranger: cut, and quoted for an error.
std::string quoted(const char* text) {
    const std::string_view all(text, strnlen(text, max_format_text));
    return json::is_utf8(all) ? brief(json::value(all)) : "a text that is not UTF-8";
}

std::optional<std::int64_t> number_after(std::string_view format, std::string_view prefix) {
    if (!format.starts_with(prefix) || format.size() == prefix.size() || format.size() > prefix.size() + 10)
        return std::nullopt;
    std::int64_t number = 0;
    for (const char c : format.substr(prefix.size())) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + (c - '0');
    }
    if (number > std::numeric_limits<std::int32_t>::max()) return std::nullopt;
    return number;
}

std::optional<std::int64_t> per_second(char unit) {
    switch (unit) {
        case 's':
            return 1;
        case 'm':
            return 1'000;
        case 'u':
            return 1'000'000;
        case 'n':
            return 1'000'000'000;
        default:
            return std::nullopt;
    }
}

/// "d:19,10" with 128 bits, "d:38,4,256" with others.
std::optional<Field> decimal(std::string_view format) {
    if (!format.starts_with("d:")) return std::nullopt;
    std::int64_t parts[3] = {0, 0, 128};
    std::size_t count = 0;
    for (std::string_view rest = format.substr(2); count < 3;) {
        const std::size_t comma = rest.find(',');
        std::string_view part = rest.substr(0, comma);
        const bool is_negative = count == 1 && part.starts_with('-');
        const auto number = number_after(part.substr(is_negative ? 1 : 0), "");
        if (!number) return std::nullopt;
        parts[count++] = is_negative ? -*number : *number;
        if (comma == std::string_view::npos) break;
        if (count == 3) return std::nullopt;
        rest.remove_prefix(comma + 1);
    }
    const std::int64_t bits = parts[2];
    if (count < 2 || (bits != 32 && bits != 64 && bits != 128 && bits != 256)) return std::nullopt;
    if (parts[1] < -100 || parts[1] > 100) return std::nullopt;
    Field field;
    field.form = Form::decimal, field.size = parts[1], field.bits = static_cast<unsigned>(bits);
    return field;
}

Field plain(Form form, unsigned bits = 0, bool is_unsigned = false) {
    Field field;
    field.form = form, field.bits = bits, field.is_unsigned = is_unsigned;
    return field;
}

std::optional<Field> letter(char c) {
    switch (c) {
        case 'n':
            return plain(Form::null);
        case 'b':
            return plain(Form::boolean, 8, true);
        case 'c':
        case 'C':
            return plain(Form::integer, 8, c == 'C');
        case 's':
        case 'S':
            return plain(Form::integer, 16, c == 'S');
        case 'i':
        case 'I':
            return plain(Form::integer, 32, c == 'I');
        case 'l':
        case 'L':
            return plain(Form::integer, 64, c == 'L');
        case 'e':
            return plain(Form::real, 16);
        case 'f':
            return plain(Form::real, 32);
        case 'g':
            return plain(Form::real, 64);
        case 'u':
        case 'U':
            return plain(Form::text, c == 'u' ? 32 : 64);
        case 'z':
        case 'Z':
            return plain(Form::binary, c == 'z' ? 32 : 64);
        default:
            return std::nullopt;
    }
}

/// "tdD", "ttu", "tsn:Europe/Berlin", "tDm".
std::optional<Field> temporal(std::string_view format) {
    if (format == "tdD" || format == "tdm") return plain(Form::date, format == "tdD" ? 32 : 64);
    if (format.size() < 3) return std::nullopt;
    const auto unit = per_second(format[2]);
    if (!unit) return std::nullopt;
    Field field;
    field.per_second = *unit;
    field.bits = 64;
    if (format.starts_with("ts") && format.size() > 3 && format[3] == ':') {
        field.form = Form::timestamp;
        return field;
    }
    const bool is_time = format.starts_with("tt");
    if (format.size() != 3 || (!is_time && !format.starts_with("tD"))) return std::nullopt;
    field.form = is_time ? Form::time : Form::duration;
    if (is_time && *unit <= 1'000) field.bits = 32;
    return field;
}

std::optional<Field> nested(std::string_view format) {
    if (format == "+l" || format == "+L") return plain(Form::list, format == "+l" ? 32 : 64);
    if (format == "+s") return plain(Form::structure);
    if (format == "+m") return plain(Form::map, 32);
    if (const auto size = number_after(format, "+w:")) {
        Field field = plain(Form::fixed_list);
        field.size = *size;
        return field;
    }
    return std::nullopt;
}

std::optional<Field> parse(std::string_view format) {
    if (format.size() == 1) return letter(format[0]);
    if (format == "vu" || format == "vz") {
        Field field = plain(format == "vu" ? Form::text : Form::binary);
        field.is_view = true;
        return field;
    }
    if (const auto size = number_after(format, "w:")) {
        Field field = plain(Form::fixed_binary);
        field.size = *size;
        return field;
    }
    if (format.starts_with('t')) return temporal(format);
    if (format.starts_with('+')) return nested(format);
    return decimal(format);
}

/// What to do about a type that is not read.
std::string advice(std::string_view format) {
    if (format == "+r") return "a run-end encoded array; decode it first";
    if (format.starts_with("+u")) return "a union; give a column for each of its types";
    if (format == "+vl" || format == "+vL") return "a list view; cast it to a list";
    if (format.starts_with("ti")) return "an interval; cast it to text or a number";
    return "which this version does not know; cast the column to another type";
}

class SchemaReader {
public:
    [[nodiscard]] Field read(const ArrowSchema* schema, const std::string& parent, std::size_t depth) {
        const std::string name = name_of(schema, parent);
        const std::string where =
            parent.empty() ? "column " + brief(json::value(name)) : parent + ", field " + brief(json::value(name));
        if (depth > max_cell_depth)
            throw invalid(parent + " has more than " + std::to_string(max_cell_depth) +
                          " Arrow types in each other; flatten it");
        if (++count_ > max_arrow_fields)
            throw invalid("the Arrow schema has more than " + std::to_string(max_arrow_fields) +
                          " fields; split the table");
        Field field = schema->dictionary != nullptr ? dictionary(*schema, where, depth) : typed(*schema, where, depth);
        field.name = name;
        field.where = where;
        return field;
    }

private:
    static std::string name_of(const ArrowSchema* schema, const std::string& parent) {
        const std::string which = parent.empty() ? "a column" : "a field of " + parent;
        if (schema == nullptr || schema->release == nullptr)
            throw invalid("the Arrow schema has no type for " + which + "; the stream is broken");
        if (schema->name == nullptr) return {};
        const std::string name(schema->name);
        if (!json::is_utf8(name))
            throw invalid("the name of " + which + " in the Arrow schema is not UTF-8; rename it");
        return name;
    }

    static Field parsed(const ArrowSchema& schema, const std::string& where) {
        if (schema.format == nullptr) throw invalid(where + " has no format in the Arrow schema; the stream is broken");
        const std::string_view format(schema.format, strnlen(schema.format, max_format_text));
        auto field = parse(format);
        if (!field) throw unsupported(where + " has the Arrow type " + quoted(schema.format) + ", " + advice(format));
        return *std::move(field);
    }

    Field typed(const ArrowSchema& schema, const std::string& where, std::size_t depth) {
        Field field = parsed(schema, where);
        const std::int64_t wanted =
            field.form == Form::list || field.form == Form::fixed_list || field.form == Form::map ? 1 : 0;
        if (field.form != Form::structure && schema.n_children != wanted)
            throw invalid(where + " has " + std::to_string(schema.n_children) +
                          " fields in the Arrow schema, its type " + quoted(schema.format) + " has " +
                          std::to_string(wanted) + "; the stream is broken");
        add_children(field, schema, where, depth);
        if (field.form == Form::map &&
            (field.children[0].form != Form::structure || field.children[0].children.size() != 2))
            throw invalid(where + " is an Arrow map whose entries are no pairs of key and value; the stream is broken");
        return field;
    }

    void add_children(Field& field, const ArrowSchema& schema, const std::string& where, std::size_t depth) {
        if (schema.n_children < 0 || schema.n_children > static_cast<std::int64_t>(max_columns))
            throw invalid(where + " has " + std::to_string(schema.n_children) + " fields in the Arrow schema, 0 to " +
                          std::to_string(max_columns) + " are allowed");
        if (schema.n_children > 0 && schema.children == nullptr)
            throw invalid(where + " has no fields in the Arrow schema though it counts some; the stream is broken");
        for (std::int64_t i = 0; i < schema.n_children; ++i)
            field.children.push_back(read(schema.children[i], where, depth + 1));
    }

    Field dictionary(const ArrowSchema& schema, const std::string& where, std::size_t depth) {
        const Field index = parsed(schema, where);
        if (index.form != Form::integer)
            throw invalid(where + " is an Arrow dictionary whose indexes have the type " + quoted(schema.format) +
                          "; they must be integers");
        Field field = plain(Form::dictionary, index.bits, index.is_unsigned);
        field.children.push_back(read(schema.dictionary, where, depth + 1));
        return field;
    }

    std::size_t count_ = 0;
};

}  // namespace

std::vector<Field> fields_of(const ArrowSchema& schema) {
    if (schema.format == nullptr || std::strcmp(schema.format, "+s") != 0 || schema.dictionary != nullptr)
        throw invalid("the Arrow stream holds " + (schema.format == nullptr ? "nothing" : quoted(schema.format)) +
                      ", a table needs record batches (\"+s\")");
    if (schema.n_children < 0 || schema.n_children > static_cast<std::int64_t>(max_columns))
        throw invalid("the Arrow stream has " + std::to_string(schema.n_children) + " columns, 0 to " +
                      std::to_string(max_columns) + " are allowed");
    if (schema.n_children > 0 && schema.children == nullptr)
        throw invalid("the Arrow schema has no columns though it counts some; the stream is broken");
    SchemaReader reader;
    std::vector<Field> fields;
    for (std::int64_t i = 0; i < schema.n_children; ++i) fields.push_back(reader.read(schema.children[i], {}, 1));
    return fields;
}

}  // namespace wbm::table
