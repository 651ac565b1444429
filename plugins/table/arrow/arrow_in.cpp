#include "arrow_in.hpp"

#include "../typed_column.hpp"
#include "array_reader.hpp"
#include "array_view.hpp"
#include "handles.hpp"

#include <cstring>
#include <string>
#include <utility>

namespace wbm::table {
namespace {

constexpr std::size_t max_stream_error = 1000;  ///< bytes of a stream's own words in an error

class StreamReader {
public:
    explicit StreamReader(ArrowArrayStream& stream) : stream_(stream) {
        if (stream.release == nullptr) throw invalid("the Arrow stream is released; give one that is still to be read");
        if (stream.get_schema == nullptr || stream.get_next == nullptr)
            throw invalid("the Arrow stream has no functions to read it; the program that made it is broken");
        Owned<ArrowSchema> schema;
        check(stream.get_schema(&stream, schema.get()), "the schema of the Arrow stream");
        if (schema.is_empty()) throw invalid("the Arrow stream gave no schema; the program that made it is broken");
        fields_ = fields_of(*schema);
        names_ = names(fields_);
        columns_.resize(fields_.size());
    }

    void read_all() {
        for (;;) {
            Owned<ArrowArray> batch;
            check(stream_.get_next(&stream_, batch.get()), "a batch of the Arrow stream");
            if (batch.is_empty()) break;
            add(*batch);
        }
        for (std::size_t i = 0; i < fields_.size(); ++i) settle_bytes(columns_[i], fields_[i]);
    }

    [[nodiscard]] const std::vector<Field>& fields() const noexcept { return fields_; }
    [[nodiscard]] std::vector<ColumnName>& names() noexcept { return names_; }
    [[nodiscard]] std::vector<Column>& columns() noexcept { return columns_; }
    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }

private:
    static std::vector<ColumnName> names(const std::vector<Field>& fields) {
        json::array all;
        for (const Field& field : fields) all.emplace_back(field.name);
        return column_names(all, "the Arrow stream");
    }

    void check(int status, const std::string& what) const {
        if (status == 0) return;
        const char* said = stream_.get_last_error == nullptr ? nullptr : stream_.get_last_error(&stream_);
        std::string why = "error " + std::to_string(status);
        if (said != nullptr) {
            const std::string_view text(said, strnlen(said, max_stream_error));
            why += json::is_utf8(text) ? ", " + std::string(text) : ", in words that are not UTF-8";
        }
        throw io_error(what + " could not be read: " + why);
    }

    void add(const ArrowArray& batch) {
        Field rows;  // a struct, whose members are the columns
        rows.form = Form::structure;
        rows.where = "the Arrow stream";
        rows.children.resize(fields_.size());
        const ArrayView view(rows, &batch, 0, batch.length);
        for (std::int64_t i = 0; i < view.count(); ++i)
            if (view.is_null(i))
                throw invalid("row " + std::to_string(rows_ + static_cast<std::size_t>(i)) +
                              " of the Arrow stream is null as a whole; drop it, or make its cells null");
        if (static_cast<std::int64_t>(rows_) > max_arrow_rows - view.count())
            throw invalid("the Arrow stream has more than " + std::to_string(max_arrow_rows) +
                          " rows; split the table");
        for (std::size_t i = 0; i < fields_.size(); ++i)
            append_array(columns_[i], fields_[i], view.child(static_cast<std::int64_t>(i)), view.start(), view.count());
        rows_ += static_cast<std::size_t>(view.count());
    }

    ArrowArrayStream& stream_;
    std::vector<Field> fields_;
    std::vector<ColumnName> names_;
    std::vector<Column> columns_;
    std::size_t rows_ = 0;
};

/// A column's type where every part of a struct may be null, as Arrow has it.
ColumnType nullable_type(const Field& field) {
    ColumnType type = TypeKind::unknown;
    if (field.form == Form::list || field.form == Form::fixed_list) {
        type = ColumnType::list(nullable_type(field.children[0]));
    } else if (field.form == Form::structure) {
        ColumnType::Members members;
        for (const Field& child : field.children) members.emplace_back(child.name, nullable_type(child));
        type = ColumnType::typed_dict(members);
    }
    return ColumnType::optional(type);
}

bool has_struct(const Field& field) {
    if (field.form == Form::structure) return true;
    const bool is_list = field.form == Form::list || field.form == Form::fixed_list;
    return is_list && has_struct(field.children[0]);
}

/// The type follows from the cells, as that of rows does. In dicts that refuses a null where another row has a number:
/// a struct of Arrow may have both.
NamedColumn column_of(const Field& field, ColumnName name, const ColumnType& first, const Column& cells,
                      const TableOptions& options) {
    const bool is_free =
        options.dtype.is_null() && options.optional.is_null() && !options.is_stream && has_struct(field);
    if (!is_free) return typed_column(std::move(name), first, cells, options.first_row);
    try {
        return typed_column(name, first, cells, options.first_row);
    } catch (const Error&) {
        return typed_column(std::move(name), nullable_type(field), cells, options.first_row);
    }
}

}  // namespace

Table from_arrow(ArrowArrayStream& stream, const TableOptions& options) {
    const Borrowed<ArrowArrayStream> until_the_end(stream);
    StreamReader reader(stream);
    check_names(reader.names(), options, "the Arrow stream");
    const std::vector<ColumnType> types = first_types(options, reader.names());
    reader.read_all();
    Table table;
    for (std::size_t i = 0; i < types.size(); ++i)
        table.columns.push_back(column_of(reader.fields()[i], std::move(reader.names()[i]), types[i],
                                          std::exchange(reader.columns()[i], {}), options));
    table.row_count = reader.rows();
    options.set_in(table);
    return table;
}

}  // namespace wbm::table
