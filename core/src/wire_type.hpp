// wire_type.hpp - the `_type`s that runs of the reference have although no class of it reads them.
#pragma once

#include <string_view>

namespace wbm {

/// True for a `_type` that the wire has without a class of its own (wire spec 1.1): base media, summaries of large
/// arrays, references to artifacts, data frames of old runs, batches. Values of these are kept as their JSON.
[[nodiscard]] bool is_wire_type(std::string_view type) noexcept;

}  // namespace wbm
