// MP4: boxes, one after the other; the index in "moov", or in fragments.
#include "../limits.hpp"
#include "container.hpp"

#include <algorithm>

namespace wbm::video {
namespace {

constexpr const char* format = "MP4";

std::uint64_t big_at(std::string_view bytes, std::size_t at) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

struct Box {
    std::string type;
    std::uint64_t begin = 0;  ///< of its content
    std::uint64_t end = 0;
};

class Walk {
public:
    explicit Walk(const Source& source) : source_(source) {}

    void run() {
        std::size_t steps = 0;
        for (std::uint64_t place = 0; place < source_.size();) {
            if (++steps > max_structure_steps) source_.broken(format, "it has too many boxes");
            const Box box = box_at(place);
            has_index_ |= box.type == "moov";
            has_media_ |= box.type == "mdat";
            if (box.type != "mdat") look_into(box);
            place = box.end;
        }
        if (!has_index_) source_.broken(format, "its index (the \"moov\" box) is missing");
        if (!has_media_) source_.broken(format, "its media data (the \"mdat\" box) is missing");
    }

private:
    Box box_at(std::uint64_t place) const {
        Cursor at(source_, place);
        std::uint64_t size = at.big(4, format);
        Box box{source_.piece(place + 4, 4), 0, 0};
        at.skip(4, format);
        if (size == 1) size = at.big(8, format);
        if (size == 0) size = source_.size() - place;  // up to the end
        box.begin = at.place();
        if (size < box.begin - place) source_.broken(format, "a box has the size " + std::to_string(size));
        if (size > source_.size() - place)
            source_.broken(format, "it ends early: a box of " + std::to_string(size) + " bytes begins at byte " +
                                       std::to_string(place) + " of " + std::to_string(source_.size()));
        box.end = place + size;
        return box;
    }

    /// Tables of samples say how many entries they stand for; two kinds need no bytes for them. FFmpeg makes room for
    /// all, so the numbers are held against the file first. They are looked for at every byte, for boxes may be nested
    /// in any way.
    void look_into(const Box& box) {
        const std::uint64_t size = box.end - box.begin;
        index_bytes_ += size;
        if (index_bytes_ > max_index_bytes)
            source_.broken(format, "its index has more than " + std::to_string(max_index_bytes) + " bytes");
        const std::string content = source_.piece(box.begin, static_cast<std::size_t>(size));
        const std::string_view text = content;
        if (text.find("cmov") != text.npos)
            throw unsupported(source_.name() + " has a compressed index, which is not supported; export it again");
        // version and flags, size of all samples, count
        look_for(text, "stsz", 8);
        // version and flags, count
        look_for(text, "trun", 4);
    }

    void look_for(std::string_view text, std::string_view type, std::size_t count_at) {
        for (std::size_t at = text.find(type); at != text.npos; at = text.find(type, at + 4)) {
            if (at + 4 + count_at + 4 > text.size()) return;
            entries_ += big_at(text, at + 4 + count_at);
            const std::uint64_t most = std::min<std::uint64_t>(source_.size(), static_cast<std::uint64_t>(max_frames));
            if (entries_ > most)
                source_.broken(format, "its tables claim " + std::to_string(entries_) +
                                           " samples, and a file of its size may have " + std::to_string(most));
        }
    }

    const Source& source_;
    bool has_index_ = false;
    bool has_media_ = false;
    std::uint64_t index_bytes_ = 0;
    std::uint64_t entries_ = 0;
};

}  // namespace

void walk_mp4(const Source& source) { Walk(source).run(); }

}  // namespace wbm::video
