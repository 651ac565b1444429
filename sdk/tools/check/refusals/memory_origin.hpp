// memory_origin.hpp - whose code it is that asked for memory, or that crashed.
#pragma once

#include <array>
#include <string>

namespace wbm::tool {

/// Where the calling thread is.
struct CallStack {
    std::array<void*, 48> frames{};
    int depth = 0;

    /// Allocates nothing from the second call on. [also in a signal handler]
    static CallStack here() noexcept;
};

/// The name of the library whose code the innermost calls are, without this program, the C and the C++ library. Empty
/// when it is the plugin itself, or when nobody can tell.
[[nodiscard]] std::string foreign_library(const CallStack& stack, const std::string& plugin);

}  // namespace wbm::tool
