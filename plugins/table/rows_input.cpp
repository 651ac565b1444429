#include "rows_input.hpp"

#include "cells/array_cell.hpp"
#include "table_builder.hpp"

#include <wbm/json_reader.hpp>

#include <charconv>
#include <optional>
#include <utility>

namespace wbm::table {
namespace {

/// Goes over rows of JSON text.
class RowParser {
public:
    RowParser(TableBuilder& builder, CellInput& cells) : builder_(builder), cells_(cells) {}

    void rows(json::Reader& in) {
        if (in.peek() != json::Reader::Kind::list)
            throw invalid("the rows must be a list of lists, they are " + brief(in.read()));
        in.begin_list();
        while (in.next_element()) row(in);
    }

private:
    void row(json::Reader& in) {
        if (in.peek() != json::Reader::Kind::list)
            throw invalid("row " + std::to_string(builder_.row()) + " must be a list of cells, it is " +
                          brief(in.read()));
        in.begin_list();
        std::size_t count = 0;
        for (; in.next_element(); ++count) {
            if (count < builder_.columns())
                cell(in, count);
            else
                in.skip();
        }
        builder_.check_length(count);
        builder_.end_row();
    }

    void cell(json::Reader& in, std::size_t i) {
        using Kind = json::Reader::Kind;
        switch (in.peek()) {
            case Kind::null:
                in.null();
                return builder_.add_null(i);
            case Kind::boolean:
                return builder_.add_boolean(i, in.boolean());
            case Kind::integer:
                return integer(in, i);
            case Kind::text:
                return text(in.text(), i);
            case Kind::real:
                return builder_.add_finite(i, json::read(in.number()).as_double());
            case Kind::non_finite:
                return builder_.add(i, in.non_finite());
            case Kind::list:
            case Kind::object:
                return builder_.add(i, cells_.cell(in.read()));
        }
    }

    void integer(json::Reader& in, std::size_t i) {
        const std::string_view digits = in.number();
        std::int64_t number = 0;
        if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec == std::errc())
            return builder_.add_integer(i, number);
        builder_.add(i, Cell::integer_of(digits));
    }

    void text(std::string_view text, std::size_t i) {
        if (text.starts_with(link_prefix)) return builder_.add(i, Cell(text));
        builder_.add_text(i, text);
    }

    TableBuilder& builder_;
    CellInput& cells_;
};

/// Reads {"columns": [...], "data": [[...]]}, whose members may come in either order.
class ObjectOfRows {
public:
    ObjectOfRows(const TableOptions& options, CellInput& cells)
        : options_(options), cells_(cells), names_(options.columns) {}

    Table read(json::Reader& in) {
        in.begin_object();
        while (in.next_member()) {
            if (in.key() == "columns")
                set_names(in.read());
            else if (in.key() != "data")
                throw invalid("there is a member " + brief(json::value(in.key())) +
                              "; an object of rows has \"columns\" and \"data\"");
            else if (names_)
                read_rows(in);
            else
                later_ = in.skip();
        }
        in.finish();
        if (!table_) {
            json::Reader rows(later_);
            read_rows(rows);
        }
        return *std::move(table_);
    }

private:
    void set_names(const json::value& given) {
        std::vector<ColumnName> names = column_names(given, "\"columns\"");
        if (options_.is_stream ? options_.columns && *options_.columns != names : options_.columns.has_value())
            throw invalid(options_.is_stream
                              ? "\"columns\" are not those of the stream; every piece has the same ones"
                              : "option \"columns\" and the member \"columns\" are both given; give one");
        names_ = std::move(names);
    }

    void read_rows(json::Reader& in) {
        TableBuilder builder(names_.value_or(default_column_names()), options_);
        RowParser(builder, cells_).rows(in);
        table_ = builder.finish();
    }

    const TableOptions& options_;
    CellInput& cells_;
    std::optional<std::vector<ColumnName>> names_;
    std::string_view later_ = "[]";  ///< rows that come before the columns' names
    std::optional<Table> table_;
};

}  // namespace

Table from_rows(std::string_view text, const TableOptions& options, CellInput& cells) {
    try {
        json::Reader in(text);
        if (in.peek() == json::Reader::Kind::object) return ObjectOfRows(options, cells).read(in);
        TableBuilder builder(options.columns.value_or(default_column_names()), options);
        RowParser(builder, cells).rows(in);
        in.finish();
        return builder.finish();
    } catch (const json::Error& broken) {
        throw invalid(std::string("the source: ") + broken.what());
    }
}

Table from_array(const DLTensor& t, const TableOptions& options) {
    const DenseArray array = DenseArray::of(t);
    if (array.shape.size() != 2)
        throw invalid("the array has shape " + sdk::shape_text(t) + ", rows and columns need two dimensions");
    const auto rows = static_cast<std::size_t>(array.shape[0]), columns = static_cast<std::size_t>(array.shape[1]);
    TableBuilder builder(options.columns.value_or(default_column_names()), options);
    if (rows != 0) builder.check_length(columns);
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t i = 0; i < columns; ++i) builder.add(i, element_cell(array, row * columns + i));
        builder.end_row();
    }
    return builder.finish();
}

}  // namespace wbm::table
