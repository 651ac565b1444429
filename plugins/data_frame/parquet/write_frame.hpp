// write_frame.hpp - an Arrow stream as a Parquet file in memory.
#pragma once

#include "../limits.hpp"

#include <wbm/ext/arrow.h>

#include <cstdint>
#include <string>

namespace wbm::data_frame {

struct WriteOptions {
    std::string compression = "zstd";  ///< zstd, snappy, gzip or none
    std::int64_t row_group_rows = default_group_rows;
};

/// Takes the stream over, a batch at a time. The schema with its metadata goes into the file, so that types which
/// Parquet lacks come back. Equal rows in equal batches give equal bytes. Throws invalid for a broken stream,
/// unsupported for types that Parquet cannot hold.
[[nodiscard]] std::string write_frame(ArrowArrayStream& stream, const WriteOptions& options);

}  // namespace wbm::data_frame
