// The rows of a frame as others want them: wbm.arrow/1, wbm.rows/1, wbm.tensor/1.
#include "cell_json.hpp"
#include "data_frame.hpp"
#include "limits.hpp"
#include "parquet/parquet_file.hpp"
#include "parquet/refuse.hpp"

#include <arrow/c/bridge.h>
#include <arrow/util/float16.h>
#include <arrow/visit_array_inline.h>

#include <limits>

namespace wbm::data_frame {
namespace {

std::shared_ptr<ParquetFile> parquet_of(const DataFrame& frame) {
    if (!frame.file)
        throw not_found("the file " + brief(json::value(frame.path)) +
                        " is on the machine that logged the frame; copy it here and make a frame of it");
    if (frame.format != "parquet")
        throw unsupported("the frame's format is " + brief(json::value(frame.format)) + "; only parquet is read");
    return ParquetFile::of(*frame.file);
}

/// Runs `take_batch` over all batches of the selection.
template <class Take>
void for_each_batch(arrow::RecordBatchReader& reader, const Take& take_batch) {
    for (;;) {
        std::shared_ptr<arrow::RecordBatch> batch;
        if (const arrow::Status status = reader.ReadNext(&batch); !status.ok()) {
            std::string text = said(status.message());
            if (constexpr std::string_view own = "data-frame: "; text.starts_with(own)) text.erase(0, own.size());
            throw status.IsNotImplemented() ? unsupported(text) : invalid(text);
        }
        if (batch == nullptr) return;
        take_batch(*batch);
    }
}

bool is_number(const arrow::DataType& type) {
    return type.id() == arrow::Type::BOOL || arrow::is_integer(type.id()) || arrow::is_floating(type.id());
}

/// One column into every `stride`-th number of `out`.
struct NumberCopier {
    double* out;
    std::int64_t stride;

    template <class T>
    requires(arrow::is_number_type<T>::value) arrow::Status Visit(const arrow::NumericArray<T>& a) {
        return copy(a, [&](std::int64_t i) { return static_cast<double>(a.Value(i)); });
    }
    arrow::Status Visit(const arrow::HalfFloatArray& a) {
        return copy(a, [&](std::int64_t i) { return arrow::util::Float16::FromBits(a.Value(i)).ToDouble(); });
    }
    arrow::Status Visit(const arrow::BooleanArray& a) {
        return copy(a, [&](std::int64_t i) { return a.Value(i) ? 1.0 : 0.0; });
    }
    arrow::Status Visit(const arrow::Array& a) { return arrow::Status::TypeError(a.type()->ToString()); }

private:
    template <class Number>
    arrow::Status copy(const arrow::Array& a, const Number& number) const {
        for (std::int64_t i = 0; i < a.length(); ++i)
            out[i * stride] = a.IsNull(i) ? std::numeric_limits<double>::quiet_NaN() : number(i);
        return arrow::Status::OK();
    }
};

}  // namespace

void DataFrame::arrow(const json::object& options, ArrowArrayStream& out) const {
    const Selection selection = Selection::parse(options);
    const auto file_here = parquet_of(*this);
    check(file_here->name() + " cannot be read", ::arrow::ExportRecordBatchReader(file_here->read(selection), &out));
}

std::string DataFrame::rows(const json::object& options) const {
    const auto reader = parquet_of(*this)->read(Selection::parse(options));
    std::string out = "[";
    for_each_batch(*reader, [&](const ::arrow::RecordBatch& batch) {
        for (std::int64_t row = 0; row < batch.num_rows(); ++row) {
            out += out.size() == 1 ? "[" : ",[";
            for (int column = 0; column < batch.num_columns(); ++column) {
                if (column > 0) out += ',';
                append_cell(out, *batch.column(column), row);
                if (out.size() > max_rows_text)
                    throw invalid("the rows take more than " + std::to_string(max_rows_text) +
                                  " bytes as JSON; ask for fewer with \"first\" and \"count\", or take them as Arrow");
            }
            out += ']';
        }
    });
    return out + "]";
}

Value DataFrame::cell_value(const json::array& place) const {
    throw not_found("the cell at " + brief(json::value(place)) +
                    " holds no value, as all cells of a frame; rows() gives them");
}

Array DataFrame::tensor(const json::object& options) const {
    const Selection selection = Selection::parse(options);
    const auto file_here = parquet_of(*this);
    const auto reader = file_here->read(selection);
    const auto schema = reader->schema();
    for (const auto& field : schema->fields())
        if (!is_number(*field->type()))
            throw unsupported("column " + brief(json::value(field->name())) + " is of type " +
                              said(field->type()->ToString()) +
                              ", which is no number; name columns of numbers in option \"columns\"");
    const std::int64_t columns = schema->num_fields();
    const std::int64_t count =
        std::min(selection.count, file_here->rows() - std::min(selection.first, file_here->rows()));
    if (count > max_tensor_numbers / columns)
        throw invalid("the array would have " + std::to_string(count) + " x " + std::to_string(columns) +
                      " numbers, more than " + std::to_string(max_tensor_numbers) + "; ask for fewer rows or columns");
    std::vector<double> numbers;  // grows with the rows that are really there
    for_each_batch(*reader, [&](const ::arrow::RecordBatch& batch) {
        const std::size_t begin = numbers.size();
        numbers.resize(begin + static_cast<std::size_t>(batch.num_rows() * columns));
        for (int i = 0; i < batch.num_columns(); ++i) {
            NumberCopier copier{numbers.data() + begin + static_cast<std::size_t>(i), columns};
            check(file_here->name() + " cannot be read", ::arrow::VisitArrayInline(*batch.column(i), &copier));
        }
    });
    return {std::move(numbers), {count, columns}};
}

}  // namespace wbm::data_frame
