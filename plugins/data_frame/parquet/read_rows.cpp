// The rows of a file, batch by batch.
#include "../limits.hpp"
#include "parquet_file.hpp"
#include "refuse.hpp"

#include <parquet/metadata.h>
#include <parquet/schema.h>

#include <algorithm>
#include <numeric>

namespace wbm::data_frame {
namespace {

std::int64_t count_option(const json::object& options, const char* name, std::int64_t fallback) {
    const auto given = optional_integer(options, name);
    if (!given) return fallback;
    if (*given < 0)
        throw invalid("option \"" + std::string(name) + "\" is " + std::to_string(*given) + "; it counts rows");
    return *given;
}

/// A batch at a time of the rows that are wanted. Its errors name the file.
class SelectedRows final : public arrow::RecordBatchReader {
public:
    struct Plan {
        std::shared_ptr<ParquetFile> file;
        std::shared_ptr<arrow::RecordBatchReader> source;  ///< of the row groups that have such rows; of the file's
        std::vector<int> order;                            ///< of the source's columns
        std::int64_t skip;                                 ///< rows of the first of those groups
        std::int64_t left;
    };
    SelectedRows(std::shared_ptr<arrow::Schema> schema, Plan plan)
        : schema_(std::move(schema)), plan_(std::move(plan)) {}

    [[nodiscard]] std::shared_ptr<arrow::Schema> schema() const override { return schema_; }

    // Called by the stream's consumer through C: nothing may be thrown.
    arrow::Status ReadNext(std::shared_ptr<arrow::RecordBatch>* out) override {
        try {
            return next(out);
        } catch (const std::exception& e) {
            return arrow::Status::Invalid("data-frame: ", plan_.file->name(), " is broken: ", said(e.what()));
        }
    }

private:
    arrow::Status next(std::shared_ptr<arrow::RecordBatch>* out) {
        *out = nullptr;
        while (plan_.left > 0) {
            std::shared_ptr<arrow::RecordBatch> batch;
            if (const arrow::Status status = plan_.source->ReadNext(&batch); !status.ok())
                return status.WithMessage("data-frame: ", plan_.file->name(),
                                          " cannot be read: ", said(status.message()));
            if (batch == nullptr || batch->num_rows() == 0)
                return arrow::Status::Invalid("data-frame: ", plan_.file->name(), " is broken: ", plan_.left,
                                              " rows that its footer claims are missing");
            const std::int64_t skipped = std::min(plan_.skip, batch->num_rows());
            plan_.skip -= skipped;
            if (skipped == batch->num_rows()) continue;
            batch = batch->Slice(skipped, plan_.left);
            if (const arrow::Status status = batch->ValidateFull(); !status.ok())
                return arrow::Status::Invalid("data-frame: ", plan_.file->name(),
                                              " is broken: ", said(status.message()));
            plan_.left -= batch->num_rows();
            std::vector<std::shared_ptr<arrow::Array>> columns;
            for (const int column : plan_.order) columns.push_back(batch->column(column));
            *out = arrow::RecordBatch::Make(schema_, batch->num_rows(), std::move(columns));
            return arrow::Status::OK();
        }
        return arrow::Status::OK();
    }

    std::shared_ptr<arrow::Schema> schema_;
    Plan plan_;
};

}  // namespace

Selection Selection::parse(const json::object& options) {
    only(options, {"columns", "first", "count"});
    Selection selection;
    selection.first = count_option(options, "first", selection.first);
    selection.count = count_option(options, "count", selection.count);
    const json::value* names = options.if_contains("columns");
    if (names == nullptr || names->is_null()) return selection;
    if (!names->is_array()) throw invalid("option \"columns\" must be a list of names, it is " + brief(*names));
    for (const json::value& name : names->get_array()) {
        if (!name.is_string()) throw invalid("option \"columns\" must be a list of names, it has " + brief(name));
        selection.columns.emplace_back(name.get_string());
    }
    return selection;
}

std::vector<int> ParquetFile::places_of(const std::vector<std::string>& names) const {
    std::vector<int> places(static_cast<std::size_t>(schema_->num_fields()));
    std::iota(places.begin(), places.end(), 0);
    if (names.empty()) return places;
    places.clear();
    for (const std::string& name : names) {
        const std::vector<int> found = schema_->GetAllFieldIndices(name);
        const std::string quoted = brief(json::value(name));
        if (found.empty()) throw not_found(name_ + " has no column " + quoted);
        if (found.size() > 1) throw invalid(name_ + " has several columns " + quoted + "; take all columns");
        if (std::ranges::find(places, found.front()) != places.end())
            throw invalid("option \"columns\" has " + quoted + " twice; name it once");
        places.push_back(found.front());
    }
    return places;
}

std::vector<int> ParquetFile::leaves_of(const std::vector<int>& columns) const {
    std::vector<bool> is_wanted(static_cast<std::size_t>(schema_->num_fields()), false);
    for (const int column : columns) is_wanted[static_cast<std::size_t>(column)] = true;
    const parquet::SchemaDescriptor& schema = *footer().schema();
    std::vector<int> leaves;
    for (int leaf = 0; leaf < schema.num_columns(); ++leaf) {
        const int root = schema.group_node()->FieldIndex(*schema.GetColumnRoot(leaf));
        if (root >= 0 && static_cast<std::size_t>(root) < is_wanted.size() && is_wanted[static_cast<std::size_t>(root)])
            leaves.push_back(leaf);
    }
    return leaves;
}

std::shared_ptr<arrow::RecordBatchReader> ParquetFile::read(const Selection& selection) {
    const std::vector<int> wanted = places_of(selection.columns);
    const std::int64_t first = std::min(selection.first, rows_);
    const std::int64_t count = std::min(selection.count, rows_ - first);
    std::vector<int> groups;
    std::int64_t skip = first;
    std::int64_t begin = 0;
    for (int i = 0; i < footer().num_row_groups(); ++i) {
        const std::int64_t end = begin + footer().RowGroup(i)->num_rows();
        if (end > begin && end > first && begin < first + count) {
            if (groups.empty()) skip = first - begin;
            groups.push_back(i);
        }
        begin = end;
    }
    std::vector<int> sorted = wanted;
    std::ranges::sort(sorted);
    SelectedRows::Plan plan{shared_from_this(), nullptr, {}, skip, count};
    arrow::FieldVector fields;
    for (const int column : wanted) {
        plan.order.push_back(static_cast<int>(std::ranges::lower_bound(sorted, column) - sorted.begin()));
        fields.push_back(schema_->field(column));
    }
    plan.source = guarded(name_ + " cannot be read", [&] {
        return std::shared_ptr<arrow::RecordBatchReader>(
            take(name_ + " cannot be read", reader_->GetRecordBatchReader(groups, leaves_of(wanted))));
    });
    return std::make_shared<SelectedRows>(arrow::schema(std::move(fields), schema_->metadata()), std::move(plan));
}

}  // namespace wbm::data_frame
