#include "table_stream.hpp"

#include "kept_columns.hpp"
#include "rows_input.hpp"
#include "table.hpp"
#include "table_builder.hpp"
#include "table_write.hpp"
#include "times.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace wbm::table {
namespace {

void refuse_whole_table_options(const TableOptions& options) {
    const char* given = options.primary_key                ? "primary_key"
                        : !options.foreign_keys.empty()    ? "foreign_keys"
                        : !options.foreign_indexes.empty() ? "foreign_indexes"
                        : options.increment_num            ? "increment_num"
                        : options.previous_paths           ? "previous_increments_paths"
                                                           : nullptr;
    if (given == nullptr && options.log_mode != LogMode::incremental) return;
    throw unsupported(std::string("option \"") + (given == nullptr ? "log_mode" : given) +
                      "\" needs the whole table, which a stream never has; create() the table");
}

std::vector<ColumnName> names_of(const Table& table) {
    std::vector<ColumnName> names;
    for (const NamedColumn& column : table.columns) names.push_back(column.name);
    return names;
}

json::value json_of(const std::vector<ColumnName>& names) {
    json::array all;
    for (const ColumnName& name : names) all.push_back(table::json_of(name));
    return all;
}

std::size_t number_of(std::string_view digits) {
    std::size_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

/// Takes the options that only texts have out of `options`.
json::object taken_text_options(json::object& options) {
    json::object taken;
    for (const std::string_view name : {"format", "header", "delimiter", "null"}) {
        const auto found = options.find(name);
        if (found == options.end()) continue;
        taken[name] = found->value();
        options.erase(found);
    }
    return taken;
}

/// What a stream has to remember of one column.
struct StreamedColumn {
    Column arrays;                    ///< of a column that goes to an archive, one for each row; else empty
    std::optional<DLDataType> dtype;  ///< of arrays that are written as lists
    json::object texts_of_times;      ///< by row
};

}  // namespace

class TableStream::State {
public:
    explicit State(json::object options)
        : text_options_(taken_text_options(options)), options_(TableOptions::of(options)) {
        refuse_whole_table_options(options_);
        options_.is_stream = true;
        if (!options.contains("max_rows")) options_.max_rows = std::numeric_limits<std::size_t>::max();
    }

    std::string add(const Input& piece, const Store& target) {
        Table rows = rows_of(piece);
        std::vector<StreamedColumn> columns(rows.columns.size());
        std::vector<Column> own(rows.columns.size());
        std::vector<const Column*> written;
        for (std::size_t i = 0; i < rows.columns.size(); ++i) {
            const bool is_as_it_is = look_at(rows.columns[i], i, columns[i], own[i]);
            written.push_back(is_as_it_is ? &rows.columns[i].cells : &own[i]);
        }
        std::string out;
        append_artifact_rows(out, written, rows.row_count, target);
        take(rows, std::move(columns));
        return out;
    }

    std::string finish(const Store& target) {
        Table table = TableBuilder(options_.columns.value_or(default_column_names()), options_).finish();
        table.row_count = options_.first_row;
        columns_.resize(table.columns.size());
        std::vector<WrittenColumn> columns;
        for (std::size_t i = 0; i < table.columns.size(); ++i) columns.push_back(written(table.columns[i], i, target));
        json::object members = entry_members(table, columns, target);
        members[member] = json::array();
        return json::write(members, json::Style::standard_sorted, json::NonFinite::allow);
    }

private:
    [[nodiscard]] Table rows_of(const Input& piece) const {
        const bool is_text = piece.is(WBM_FROM_PATH) || piece.is(WBM_FROM_BYTES);
        const bool names_itself = is_text || piece.is(WBM_FROM_ARROW);
        json::object given = text_options_;
        const TextOptions text = is_text ? TextOptions::take(piece.main(), given) : TextOptions();
        TableOptions options = options_;
        if (names_itself) options.columns.reset();
        CellInput cells(piece);
        Table rows = from_input(piece, text, options, cells);
        if (options_.columns && names_of(rows) != *options_.columns)
            throw invalid("the piece has the columns " + brief(json_of(names_of(rows))) + ", the stream has " +
                          brief(json_of(*options_.columns)) + "; give every piece the same columns");
        if (rows.row_count > options_.max_rows - std::min(options_.max_rows, options_.first_row))
            throw invalid("the table gets more than the " + std::to_string(options_.max_rows) +
                          " rows of option \"max_rows\"; begin another table");
        return rows;
    }

    /// Notes what has to be remembered of a column's cells. False when `own` is written in their place: arrays of an
    /// archive are null.
    bool look_at(const NamedColumn& column, std::size_t i, StreamedColumn& seen, Column& own) const {
        seen.texts_of_times = texts_of_times(column.cells);
        const ColumnType* type = column.type.find(TypeKind::ndarray);
        if (type == nullptr) return true;
        const auto* cells = std::get_if<std::vector<Cell>>(&column.cells.values());
        if (cells == nullptr) return true;  // nothing but nulls
        const std::optional<DLDataType> before = i < columns_.size() ? columns_[i].dtype : std::nullopt;
        seen.dtype = before;
        for (const Cell& cell : *cells) {
            if (cell.kind() != CellKind::array) continue;
            const DLDataType dtype = cell.array().dtype;
            if (seen.dtype && !same_dtype(*seen.dtype, dtype))
                throw invalid("column " + brief(table::json_of(column.name)) + " has arrays of " +
                              dtype_name(*seen.dtype) + " and of " + dtype_name(dtype) +
                              "; in a stream they have one type, convert them");
            seen.dtype = dtype;
        }
        if (!seen.dtype || is_written_as_lists(type->shape(), *seen.dtype)) return true;
        seen.arrays = column.cells;
        own.push_nulls(column.cells.size());
        return false;
    }

    void take(const Table& rows, std::vector<StreamedColumn> columns) {
        options_.columns = names_of(rows);
        options_.types_so_far.clear();
        for (const NamedColumn& column : rows.columns) options_.types_so_far.push_back(column.type);
        columns_.resize(columns.size());
        for (std::size_t i = 0; i < columns.size(); ++i) {
            StreamedColumn& all = columns_[i];
            if (columns[i].dtype) all.dtype = columns[i].dtype;
            for (const auto& [row, text] : columns[i].texts_of_times)
                all.texts_of_times[std::to_string(number_of(row) + options_.first_row)] = text;
            if (columns[i].arrays.size() == 0) continue;
            all.arrays.push_nulls(options_.first_row - all.arrays.size());
            for (std::size_t row = 0; row < columns[i].arrays.size(); ++row)
                all.arrays.push(columns[i].arrays.cell(row));
        }
        options_.first_row += rows.row_count;
    }

    [[nodiscard]] WrittenColumn written(NamedColumn& column, std::size_t i, const Store& target) {
        StreamedColumn& seen = columns_[i];
        const ColumnType* type = column.type.find(TypeKind::ndarray);
        if (type != nullptr && seen.dtype) {
            if (is_written_as_lists(type->shape(), *seen.dtype)) return as_lists(column, *type, *seen.dtype);
            seen.arrays.push_nulls(options_.first_row - seen.arrays.size());
            column.cells = std::move(seen.arrays);
        }
        WrittenColumn out = table::written(column, target);
        if (!seen.texts_of_times.empty()) out.kept["iso"] = std::move(seen.texts_of_times);
        return out;
    }

    json::object text_options_;  ///< of pieces that are CSV or JSON lines
    TableOptions options_;
    std::vector<StreamedColumn> columns_;
};

TableStream::TableStream(const json::object& options, const Store&) : state_(std::make_unique<State>(options)) {}
TableStream::~TableStream() = default;

std::string TableStream::add(const Input& piece, Store target) { return state_->add(piece, target); }
std::string TableStream::finish(Store target) { return state_->finish(target); }

}  // namespace wbm::table
