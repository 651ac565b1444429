// container.hpp - the structure of a film's file, walked from end to end without a library: what is cut short, or
// claims more than it has, is refused before FFmpeg sees it.
#pragma once

#include "../encode/format.hpp"
#include "source.hpp"

#include <cstdint>
#include <optional>

namespace wbm::video {

/// By the first bytes; nullopt for none of the four.
[[nodiscard]] std::optional<Format> detect(const Source& source);

/// What the walk finds that FFmpeg does not say.
struct Structure {
    std::int64_t frames = 0;      ///< of a GIF; else 0
    std::int64_t hundredths = 0;  ///< of a second, that a GIF lasts; else 0
};

/// Throws invalid for a file that ends early, has no index, or claims more entries than it can have; unsupported for
/// one that hides its index in a compressed box.
[[nodiscard]] Structure walk(const Source& source, Format format);

// Each walks one format; walk() chooses.
void walk_mp4(const Source& source);
void walk_webm(const Source& source);
void walk_ogg(const Source& source);
[[nodiscard]] Structure walk_gif(const Source& source);

}  // namespace wbm::video
