// reference.hpp - a sound that stays where it is, named by a URL. Wire spec 3.6 and 5.1.
#pragma once

#include <string_view>

namespace wbm::audio {

/// Does the text begin with gs://, s3://, http:// or https://? Case-sensitive, as the reference has it.
[[nodiscard]] bool is_reference(std::string_view text) noexcept;

}  // namespace wbm::audio
