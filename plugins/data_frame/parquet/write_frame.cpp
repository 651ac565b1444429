#include "write_frame.hpp"

#include "check_field.hpp"
#include "pool.hpp"
#include "refuse.hpp"

#include <arrow/c/bridge.h>
#include <arrow/io/interfaces.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <parquet/arrow/schema.h>
#include <parquet/arrow/writer.h>
#include <parquet/properties.h>

#include <set>

namespace wbm::data_frame {
namespace {

/// The file's bytes, in the text that the value keeps.
class TextOutput final : public arrow::io::OutputStream {
public:
    arrow::Status Write(const void* data, std::int64_t size) override {
        if (size > max_made_bytes - static_cast<std::int64_t>(text_.size()))
            return arrow::Status::CapacityError("the file would have more than ", max_made_bytes,
                                                " bytes; write it to disk as Parquet and give its path");
        text_.append(static_cast<const char*>(data), static_cast<std::size_t>(size));
        return arrow::Status::OK();
    }
    [[nodiscard]] arrow::Result<std::int64_t> Tell() const override { return static_cast<std::int64_t>(text_.size()); }
    arrow::Status Close() override {
        is_closed_ = true;
        return arrow::Status::OK();
    }
    [[nodiscard]] bool closed() const override { return is_closed_; }
    [[nodiscard]] std::string take_text() noexcept { return std::move(text_); }

private:
    std::string text_;
    bool is_closed_ = false;
};

arrow::Compression::type codec(const std::string& name) {
    if (name == "zstd") return arrow::Compression::ZSTD;
    if (name == "snappy") return arrow::Compression::SNAPPY;
    return name == "gzip" ? arrow::Compression::GZIP : arrow::Compression::UNCOMPRESSED;
}

std::shared_ptr<parquet::WriterProperties> writer_properties(const WriteOptions& options, arrow::MemoryPool* pool) {
    return parquet::WriterProperties::Builder()
        .memory_pool(pool)
        ->compression(codec(options.compression))
        ->max_row_group_length(options.row_group_rows)
        ->build();
}

void check_column(const arrow::Field& field, int place, const parquet::WriterProperties& properties,
                  const parquet::ArrowWriterProperties& arrow_properties) {
    check_field(field, "column " + std::to_string(place));
    std::shared_ptr<parquet::SchemaDescriptor> made;
    const arrow::Schema alone({field.Copy()});
    const arrow::Status status = parquet::arrow::ToParquetSchema(&alone, properties, arrow_properties, &made);
    if (!status.ok())
        throw unsupported("column " + brief(json::value(field.name())) + " is of the Arrow type " +
                          said(field.type()->ToString()) + ", which Parquet cannot hold: " + said(status.message()) +
                          "; cast it");
}

void check_schema(const arrow::Schema& schema, const parquet::WriterProperties& properties,
                  const parquet::ArrowWriterProperties& arrow_properties) {
    if (schema.num_fields() == 0) throw invalid("the stream has no columns; a frame needs one");
    if (schema.num_fields() > max_columns)
        throw invalid("the stream has " + std::to_string(schema.num_fields()) + " columns, more than " +
                      std::to_string(max_columns));
    std::set<std::string> names;
    for (int i = 0; i < schema.num_fields(); ++i) {
        check_column(*schema.field(i), i, properties, arrow_properties);
        if (!names.insert(schema.field(i)->name()).second)
            throw invalid("two columns are named " + brief(json::value(schema.field(i)->name())) + "; rename one");
    }
}

/// `writer` sees whole batches; it cuts them into row groups itself.
void write_batches(arrow::RecordBatchReader& stream, parquet::arrow::FileWriter& writer) {
    for (std::int64_t row = 0;;) {
        std::shared_ptr<arrow::RecordBatch> batch;
        check("the stream broke off at row " + std::to_string(row), stream.ReadNext(&batch));
        if (batch == nullptr) return;
        const std::string what = "the batch at row " + std::to_string(row);
        check(what + " is broken", batch->ValidateFull());
        if (batch->num_rows() > 0) check(what + " cannot be written", writer.WriteRecordBatch(*batch));
        row += batch->num_rows();
    }
}

}  // namespace

std::string write_frame(ArrowArrayStream& stream, const WriteOptions& options) {
    const auto source = take("the stream cannot be read", arrow::ImportRecordBatchReader(&stream));
    const BoundedPool::Handle pool = BoundedPool::make();
    return guarded("the frame cannot be written", [&] {
        const auto properties = writer_properties(options, pool.get());
        const auto arrow_properties = parquet::ArrowWriterProperties::Builder().store_schema()->build();
        check_schema(*source->schema(), *properties, *arrow_properties);
        const auto out = std::make_shared<TextOutput>();
        const auto writer =
            take("the frame cannot be written",
                 parquet::arrow::FileWriter::Open(*source->schema(), pool.get(), out, properties, arrow_properties));
        write_batches(*source, *writer);
        check("the frame cannot be written", writer->Close());
        return out->take_text();
    });
}

}  // namespace wbm::data_frame
