// arrow_in.hpp - tables from Arrow record batches.
#pragma once

#include "../table.hpp"
#include "../table_options.hpp"

#include <wbm/ext/arrow.h>

namespace wbm::table {

/// Reads the stream to its end and releases it, in every case. Throws invalid naming the column: for a stream that
/// fails or breaks a bound, for cells that do not fit; unsupported for an Arrow type that no cell has.
[[nodiscard]] Table from_arrow(ArrowArrayStream& stream, const TableOptions& options);

}  // namespace wbm::table
