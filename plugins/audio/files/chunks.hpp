// chunks.hpp - the files whose samples stand in one chunk of a stated length: WAV, RF64, AIFF, CAF and AU. libsndfile
// reads such a file as far as it goes when it is cut short; a walk over its chunks says so.
#pragma once

#include "byte_source.hpp"

#include <string>

namespace wbm::audio {

/// Throws invalid for chunks that reach beyond the file, for a length that is not stated, and where the format or the
/// samples are missing; unsupported for a WAV file with samples that this plugin does not read. `name` begins the
/// sentence.
void check_wav(const ByteSource& source, const std::string& name);  ///< also RF64
void check_aiff(const ByteSource& source, const std::string& name);
void check_caf(const ByteSource& source, const std::string& name);
void check_au(const ByteSource& source, const std::string& name);

}  // namespace wbm::audio
