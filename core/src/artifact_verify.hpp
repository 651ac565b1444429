// artifact_verify.hpp - what verify() says of a reference.
#pragma once

#include <string>

#include "artifact_resolve.hpp"

namespace wbm {

/// What is wrong with the place that a reference leads to; empty when all is well or when it cannot be looked at.
struct ReferenceCheck {
    std::string fault;
    std::string sha256;  ///< hex, of the bytes of an artifact's entry, when they were read
};
[[nodiscard]] ReferenceCheck check_reference(const ArtifactEntry& entry, const Links& links);

/// Why check_reference() has nothing to say, and what would help; empty when it looks.
[[nodiscard]] std::string why_not_checked(const ArtifactEntry& entry, const Links& links);

}  // namespace wbm
