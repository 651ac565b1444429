// fuzz_changes.hpp - random changes of inputs.
#pragma once

#include "check/refusals/fuzz_random.hpp"

#include <string>
#include <string_view>

namespace wbm::tool {

/// Bytes with some bits turned, pieces cut, put in, doubled or taken from `other`, and numbers that are limits. At most
/// twice as long and 4 KiB more.
[[nodiscard]] std::string changed_bytes(Random& random, std::string_view bytes, std::string_view other);

/// JSON with members changed in kind, removed, doubled, moved and nested, texts and numbers changed; at times the bytes
/// of its text instead. `json` must be JSON.
[[nodiscard]] std::string changed_json(Random& random, const std::string& json);

}  // namespace wbm::tool
