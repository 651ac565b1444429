// CSV and TSV as columns of texts.
#include "../typed_column.hpp"
#include "csv_records.hpp"
#include "read_texts.hpp"
#include "text_lines.hpp"

#include <algorithm>
#include <utility>

namespace wbm::table {
namespace {

class CsvColumns {
public:
    CsvColumns(const TextOptions& format, const TableOptions& options) : format_(format), options_(options) {}

    void add(const std::vector<CsvField>& record, std::size_t line) {
        if (!has_names_) {
            has_names_ = true;
            all_.names = format_.header ? header(record, line) : names_of(record.size(), options_, line);
            all_.columns.resize(record.size());
            if (format_.header) return check_names(all_.names, options_, "the header");
        }
        if (record.size() != all_.columns.size())
            throw invalid(line_text(line) + " has " + std::to_string(record.size()) + " fields, the table has " +
                          std::to_string(all_.columns.size()) + " columns");
        check_size(line, ++all_.rows, all_.columns.size());
        for (std::size_t i = 0; i < record.size(); ++i) {
            if (is_null(record[i]))
                all_.columns[i].push_null();
            else
                all_.columns[i].push_text(record[i].value_or(""));
        }
    }

    TextColumns finish() {
        if (!has_names_ && options_.columns) {
            all_.names = *options_.columns;
            all_.columns.resize(all_.names.size());
        } else if (!has_names_ && format_.header) {
            throw invalid("the text is empty; CSV begins with a record of names, or give \"header\": false");
        }
        return std::move(all_);
    }

private:
    static std::vector<ColumnName> header(const std::vector<CsvField>& record, std::size_t line) {
        json::array names;
        for (const CsvField& field : record) names.emplace_back(field.value_or(""));
        return column_names(names, line_text(line));
    }
    [[nodiscard]] bool is_null(const CsvField& field) const {
        if (!field) return std::ranges::find(format_.nulls, "") != format_.nulls.end();
        return !field->empty() && std::ranges::find(format_.nulls, *field) != format_.nulls.end();
    }

    const TextOptions& format_;
    const TableOptions& options_;
    TextColumns all_;
    bool has_names_ = false;
};

}  // namespace

TextColumns csv_columns(std::string_view text, const TextOptions& format, const TableOptions& options) {
    CsvColumns columns(format, options);
    read_csv(text, format.delimiter,
             [&](const std::vector<CsvField>& record, std::size_t line) { columns.add(record, line); });
    return columns.finish();
}

}  // namespace wbm::table
