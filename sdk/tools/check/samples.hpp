// samples.hpp - what values are made from: ours for each kind of input, and the author's files.
#pragma once

#include "check/subject.hpp"

namespace wbm::tool {

/// Ours, for each kind of input, and each file of the folder (if there is one) as path and as bytes, a .npy file as its
/// array, too; with the options of the file "NAME.options.json" where there is one. Folders in it are not looked into.
[[nodiscard]] std::vector<Sample> make_samples(const std::filesystem::path& folder);

}  // namespace wbm::tool
