// run_verify.hpp - compares a run's history with the files that it names.
#pragma once

#include <wbm/store.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wbm {

/// The problems of a run on disk, one sentence each; at most 10000 and a note. Reads the history line by line: objects
/// with `path` and `sha256` or `size` name a file, and so does each text of a `filenames` list. Progress counts bytes
/// of the history and of media; how many there are in all is not known. Throws MediaError (io) when the history cannot
/// be read.
[[nodiscard]] std::vector<std::string> verify_run(const std::filesystem::path& history, const Store& files,
                                                  const Progress& progress);

}  // namespace wbm
