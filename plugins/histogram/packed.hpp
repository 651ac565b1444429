// packed.hpp - edges in two numbers: the form that W&B's server gives histograms of a run in.
#pragma once

#include <wbm/json.hpp>

#include <cstddef>
#include <optional>

namespace wbm::histogram {

/// {"min": first edge, "size": width, "count": bins} when min + i * size, computed in double precision, is each of the
/// edges, which all must be finite numbers. nullopt otherwise, also without a bin.
[[nodiscard]] std::optional<json::object> packed_of(const json::array& edges);

/// min + i * size for i of 0 to count. Throws invalid unless `packed` has these three as numbers and `count` is `bins`.
[[nodiscard]] json::array edges_of(const json::object& packed, std::size_t bins);

}  // namespace wbm::histogram
