// ogg_pages.hpp - the pages that an Ogg file is made of. RFC 3533, section 6.
#pragma once

#include "byte_source.hpp"

#include <string>

namespace wbm::audio {

enum class OggCodec { vorbis, opus };

/// Walks all pages and says what they carry. Throws invalid for a page whose checksum is wrong, that is missing or cut
/// short, and for a stream without its last page; unsupported for another codec and for several streams in one file.
OggCodec check_ogg(const ByteSource& source, const std::string& name);

/// Gives every page one fixed serial number. libsndfile takes a random one, so that equal sounds would be different
/// files.
void set_ogg_serial(std::string& file);

}  // namespace wbm::audio
