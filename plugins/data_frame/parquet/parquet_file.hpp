// parquet_file.hpp - an open Parquet file, its footer checked against the limits, and its rows as record batches.
#pragma once

#include "pool.hpp"

#include <wbm/sdk.hpp>

#include <arrow/io/interfaces.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <parquet/arrow/reader.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::data_frame {

/// Which rows and columns: the options of arrow(), rows() and tensor().
struct Selection {
    std::vector<std::string> columns;  ///< names, in the order wanted; empty: all
    std::int64_t first = 0;
    std::int64_t count = std::numeric_limits<std::int64_t>::max();

    /// Throws invalid. Other members than columns, first and count are refused.
    [[nodiscard]] static Selection parse(const json::object& options);
};

/// Made by one of the open functions, each of which reads the footer and nothing else: it throws unsupported for what
/// is no Parquet file or an encrypted one, invalid for one that is cut, broken or beyond limits.hpp. `name` is what an
/// error calls it. Used by one thread at a time.
class ParquetFile : public std::enable_shared_from_this<ParquetFile> {
public:
    [[nodiscard]] static std::shared_ptr<ParquetFile> open(const std::string& path);
    /// Copies share the bytes.
    [[nodiscard]] static std::shared_ptr<ParquetFile> open(std::shared_ptr<const std::string> bytes,
                                                           const std::string& name);
    /// Borrows the bytes as long as it lives.
    [[nodiscard]] static std::shared_ptr<ParquetFile> open_view(std::string_view bytes, const std::string& name);
    [[nodiscard]] static std::shared_ptr<ParquetFile> of(const MediaFile& file);

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] const arrow::Schema& schema() const noexcept { return *schema_; }
    [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }
    /// Bytes.
    [[nodiscard]] std::int64_t size() const noexcept { return size_; }
    /// rows, row_groups, compression (unless there are no row groups), columns, column_types.
    [[nodiscard]] json::object facts() const;

    /// Reads a batch at a time, only the row groups and columns that are wanted; each batch is checked. Keeps the file
    /// open. Throws not_found for a column that is not there, invalid for a name that two columns have.
    [[nodiscard]] std::shared_ptr<arrow::RecordBatchReader> read(const Selection& selection);

private:
    explicit ParquetFile(std::string name) : pool_(BoundedPool::make()), name_(std::move(name)) {}
    void open_footer(std::shared_ptr<arrow::io::RandomAccessFile> source);
    void check_ends();
    void check_footer();
    void check_row_groups();
    void check_row_group(int index) const;
    void check_chunk(int group, int column) const;
    void check_schema() const;
    [[nodiscard]] const parquet::FileMetaData& footer() const { return *reader_->parquet_reader()->metadata(); }
    [[nodiscard]] std::string compression() const;
    [[nodiscard]] std::vector<int> leaves_of(const std::vector<int>& columns) const;
    [[nodiscard]] std::vector<int> places_of(const std::vector<std::string>& names) const;

    BoundedPool::Handle pool_;
    std::string name_;
    std::shared_ptr<const std::string> bytes_;
    std::shared_ptr<arrow::io::RandomAccessFile> source_;
    std::int64_t size_ = 0;
    std::int64_t data_end_ = 0;  ///< where the footer begins
    std::unique_ptr<parquet::arrow::FileReader> reader_;
    std::shared_ptr<arrow::Schema> schema_;
    std::int64_t rows_ = 0;
};

}  // namespace wbm::data_frame
