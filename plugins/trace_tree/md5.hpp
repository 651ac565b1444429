// md5.hpp - the hash that names a model. Wire spec, section 19.
#pragma once

#include <string>
#include <string_view>

namespace wbm::trace_tree {

/// The MD5 of a text, as 32 lower-case hex digits. RFC 1321.
[[nodiscard]] std::string md5_hex(std::string_view text);

}  // namespace wbm::trace_tree
