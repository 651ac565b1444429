// golden.hpp - values as an earlier release of a plugin wrote them, kept among the author's samples.
//
//     samples/golden/1.0.0/cat.json            the JSON of a value
//     samples/golden/1.0.0/media/...           the files that it names, as they lie in the store
//
// Values may also stand in samples/golden itself, with their files beside them.
#pragma once

namespace wbm::tool {

class Subject;

/// Writes a value of each material, as the plugin writes it now, below samples/golden/<the plugin's version>. What is
/// there already stays as it is; a value that would now be written otherwise is an error, for a release has been made
/// with the file. References are left out: they have no files. Returns how many values were written. Throws
/// std::runtime_error with the reason; what it was writing then is not there.
int write_golden(const Subject& subject);

}  // namespace wbm::tool
