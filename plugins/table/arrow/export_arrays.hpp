// export_arrays.hpp - cells that are arrays as Arrow's fixed lists.
#pragma once

#include "exported.hpp"

#include <optional>
#include <span>

namespace wbm::table {

[[nodiscard]] Exported export_booleans(std::span<const Cell> cells);

/// Arrays of one shape and dtype, and nulls: fixed lists in fixed lists, with the metadata "wbm.shape". Nullopt for
/// others. bfloat16 becomes float32, which Arrow has. Throws unsupported beyond max_column_array_bytes.
[[nodiscard]] std::optional<Exported> export_arrays(std::span<const Cell> cells);

}  // namespace wbm::table
