// format.hpp - the four formats of wandb.Video and how films are encoded in each.
#pragma once

#include "../libav.hpp"

#include <wbm/sdk.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace wbm::video {

enum class Format { gif, mp4, webm, ogg };

/// "gif", "mp4", "webm", "ogg": also the extension of the file, without its dot.
[[nodiscard]] std::string_view name_of(Format format) noexcept;
/// nullopt for another name.
[[nodiscard]] std::optional<Format> format_of(std::string_view name) noexcept;
/// The four names for an error: "gif, mp4, webm or ogg".
inline constexpr const char* format_names = "gif, mp4, webm or ogg";

/// An encoder that is ready, for frames of `width` x `height`. `quality`: 1 to 100, not for GIF.
/// MP4: H.264, yuv420p. WebM: VP9, realtime. Ogg: Theora. GIF: 256 colours a frame. Each with as many threads on every
/// machine, so that the bytes are the same. Throws unsupported when this FFmpeg has no such encoder.
[[nodiscard]] CodecPtr open_encoder(Format format, int width, int height, AVRational fps, std::optional<int> quality,
                                    bool has_global_header);

/// The muxer's name and options: an index at the front of MP4 files, GIFs that repeat for ever.
[[nodiscard]] const char* muxer_of(Format format) noexcept;
/// Sets them. `frame_delay`: hundredths of a second that the last frame of a GIF is shown.
void set_muxer_options(AVFormatContext* muxer, Format format, int frame_delay);

}  // namespace wbm::video
