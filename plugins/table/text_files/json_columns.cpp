// JSON lines as columns.
#include "../cells/cell_json.hpp"
#include "read_texts.hpp"
#include "text_lines.hpp"

#include <wbm/json_reader.hpp>

#include <charconv>
#include <unordered_map>
#include <utility>

namespace wbm::table {
namespace {

/// A dict with "_type" would be read back as a value.
void refuse_values(const json::value& v) {
    if (const json::array* list = v.if_array())
        for (const json::value& item : *list) refuse_values(item);
    const json::object* o = v.if_object();
    if (o == nullptr) return;
    if (const json::value* type = o->if_contains("_type"); type != nullptr && type->is_string())
        throw invalid("a cell is a dict with \"_type\" " + brief(*type) +
                      ", which would be read back as a value; rename the member");
    for (const auto& member : *o) refuse_values(member.value());
}

void push_number(Column& column, json::Reader& in) {
    const std::string_view text = in.number();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size()) return column.push_integer(number);
    column.push(cell_from_json(json::read(text), {}));
}

void push_value(Column& column, json::Reader& in) {
    using Kind = json::Reader::Kind;
    switch (in.peek()) {
        case Kind::null:
            in.null();
            return column.push_null();
        case Kind::boolean:
            return column.push_boolean(in.boolean());
        case Kind::integer:
        case Kind::real:
            return push_number(column, in);
        case Kind::non_finite:
            return column.push_real(in.non_finite());
        case Kind::text:
            return column.push_text(in.text());
        default:
            break;
    }
    const json::value v = in.read();
    refuse_values(v);
    column.push(cell_from_json(v, {}));
}

class JsonColumns {
public:
    explicit JsonColumns(const TableOptions& options) : options_(options) {}

    void add(std::string_view text, std::size_t line) {
        json::Reader in(text);
        const auto kind = in.peek();
        const bool is_object = kind == json::Reader::Kind::object;
        if (!is_object && kind != json::Reader::Kind::list)
            throw invalid("a row must be an object or a list, it is " + brief(in.read()));
        if (all_.rows == 0) begin(is_object);
        if (is_object != is_object_) throw invalid("some rows are objects, others lists; give all in one form");
        if (is_object)
            add_object(in, line);
        else
            add_list(in, line);
        in.finish();
        check_size(line, ++all_.rows, all_.columns.size());
        for (Column& column : all_.columns) column.push_nulls(all_.rows - column.size());
    }

    TextColumns finish() {
        if (all_.rows == 0 && options_.columns) {
            all_.names = *options_.columns;
            all_.columns.resize(all_.names.size());
        }
        return std::move(all_);
    }

private:
    /// Objects may have what option "columns" names and nothing else.
    void begin(bool is_object) {
        is_object_ = is_object;
        if (!is_object || !options_.columns) return;
        for (const ColumnName& name : *options_.columns) {
            places_.emplace(text_of(name), all_.names.size());
            all_.names.push_back(name);
            all_.columns.emplace_back();
        }
    }

    void add_object(json::Reader& in, std::size_t line) {
        in.begin_object();
        for (std::size_t i = 0; in.next_member(); ++i) push_value(column(in.key(), i, line), in);
    }
    /// Lines mostly have their members in the same order.
    Column& column(const std::string& name, std::size_t guess, std::size_t line) {
        if (guess < all_.names.size() && is_named(all_.names[guess], name)) return all_.columns[guess];
        const auto [found, is_new] = places_.try_emplace(name, all_.names.size());
        if (is_new) {
            if (options_.columns)
                throw invalid("an object has the member " + brief(json::value(name)) +
                              ", which option \"columns\" does not name; add it there, or leave the option out");
            check_size(line, all_.rows + 1, all_.names.size() + 1);
            all_.names.emplace_back(name);
            all_.columns.emplace_back().push_nulls(all_.rows);
        }
        return all_.columns[found->second];
    }

    static bool is_named(const ColumnName& name, const std::string& text) {
        const auto* known = std::get_if<std::string>(&name);
        return known != nullptr && *known == text;
    }

    void add_list(json::Reader& in, std::size_t line) {
        in.begin_list();
        std::size_t count = 0;
        for (; in.next_element(); ++count) {
            if (all_.rows == 0) {
                check_size(line, 1, count + 1);
                all_.columns.emplace_back();
            }
            if (count < all_.columns.size())
                push_value(all_.columns[count], in);
            else
                in.skip();
        }
        if (all_.rows == 0) all_.names = names_of(count, options_, line);
        if (count != all_.columns.size())
            throw invalid("a row has " + std::to_string(count) + " cells, the table has " +
                          std::to_string(all_.columns.size()) + " columns");
    }

    const TableOptions& options_;
    TextColumns all_;
    bool is_object_ = false;
    std::unordered_map<std::string, std::size_t> places_;
};

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r\n") == std::string_view::npos; }

/// The reader knows one line only: "JSON, line 1, column 7: ..." becomes "line 12, column 7: ...".
std::string where(const json::Error& e, std::size_t line) {
    constexpr std::string_view first = "JSON, line 1, ";
    const std::string_view text = e.what();
    const bool has_place = text.starts_with(first);
    return line_text(line) + (has_place ? ", " : ": ") + std::string(text.substr(has_place ? first.size() : 0));
}

}  // namespace

TextColumns json_columns(std::string_view text, const TableOptions& options) {
    TextLines lines(text);
    JsonColumns columns(options);
    std::string_view line;
    while (lines.next(line)) {
        if (is_blank(line)) continue;
        try {
            columns.add(line, lines.number());
        } catch (const json::Error& e) {
            throw invalid(where(e, lines.number()));
        } catch (const Error& e) {
            const std::string_view why = e.what();
            if (why.starts_with("line ")) throw;
            throw Error(e.status(), line_text(lines.number()) + ": " + std::string(why));
        }
    }
    return columns.finish();
}

}  // namespace wbm::table
