#include "container.hpp"

namespace wbm::video {

using namespace std::string_view_literals;

std::optional<Format> detect(const Source& source) {
    const std::string head = source.piece(0, 12);
    const std::string_view text = head;
    if (text.starts_with("GIF87a"sv) || text.starts_with("GIF89a"sv)) return Format::gif;
    if (text.starts_with("\x1a\x45\xdf\xa3"sv)) return Format::webm;
    if (text.starts_with("OggS"sv)) return Format::ogg;
    if (text.size() < 8) return std::nullopt;
    const std::string_view box = text.substr(4, 4);
    if (box == "ftyp"sv || box == "moov"sv || box == "styp"sv) return Format::mp4;
    return std::nullopt;
}

Structure walk(const Source& source, Format format) {
    switch (format) {
        case Format::gif:
            return walk_gif(source);
        case Format::mp4:
            walk_mp4(source);
            break;
        case Format::webm:
            walk_webm(source);
            break;
        case Format::ogg:
            walk_ogg(source);
            break;
    }
    return {};
}

}  // namespace wbm::video
