// process_watch.hpp - a plugin at work in a process whose folders and outputs are watched.
#pragma once

#include "check/subject.hpp"

#include <string>

namespace wbm::tool {

/// What a plugin leaves in the world. Every text is empty when there is nothing.
struct Watched {
    std::string standard_output, standard_error;  ///< the first line that is not empty
    std::string stray;                            ///< a file that it made, changed or keeps open where it must not
    std::string leftover;                         ///< a file that stays in the temporary folder
    std::string trouble;                          ///< why there is nothing to see
};

/// Uses every type with its samples, with cut ones and with broken JSON, for a second or two: in a process whose home,
/// current folder and temporary folder are new and empty. Throws Failure.
[[nodiscard]] Watched watch(const Subject& subject);

}  // namespace wbm::tool
