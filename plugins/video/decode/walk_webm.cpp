// WebM: an EBML header, then one segment of elements.
#include "../limits.hpp"
#include "container.hpp"

#include <bit>

namespace wbm::video {
namespace {

constexpr const char* format = "WebM";
constexpr std::uint64_t ebml_header = 0x1a45dfa3;
constexpr std::uint64_t doc_type = 0x4282;
constexpr std::uint64_t segment = 0x18538067;
constexpr std::uint64_t cluster = 0x1f43b675;
constexpr std::uint64_t tracks = 0x1654ae6b;
constexpr std::uint64_t unknown = ~std::uint64_t{0};

struct Element {
    std::uint64_t id = 0;
    std::uint64_t begin = 0;  ///< of its content
    std::uint64_t size = 0;   ///< unknown: a stream's, which ends where the next one begins
};

class Walk {
public:
    explicit Walk(const Source& source) : source_(source) {}

    void run() {
        const Element header = element_at(0);
        check_type(header);
        const Element all = element_at(header.begin + header.size);
        if (all.id != segment) source_.broken(format, "there is no segment behind its header");
        if (all.size != unknown) check_fits(all);
        const std::uint64_t end = all.size == unknown ? source_.size() : all.begin + all.size;
        walk_segment(all.begin, end);
        if (!has_tracks_) source_.broken(format, "it has no tracks");
        if (!has_clusters_) source_.broken(format, "it has no frames");
    }

private:
    void check_fits(const Element& element) const {
        if (element.size > source_.size() - element.begin)
            source_.broken(format, "it ends early: an element of " + std::to_string(element.size) +
                                       " bytes begins at byte " + std::to_string(element.begin) + " of " +
                                       std::to_string(source_.size()));
    }

    Element element_at(std::uint64_t place) {
        if (++steps_ > max_structure_steps) source_.broken(format, "it has too many elements");
        Cursor at(source_, place);
        Element element;
        const auto first = static_cast<unsigned char>(at.big(1, format));
        const int id_bytes = std::countl_zero(first) + 1;
        if (id_bytes > 4) source_.broken(format, "byte " + std::to_string(place) + " begins no element");
        element.id = first;
        if (id_bytes > 1) element.id = element.id << 8 * (id_bytes - 1) | at.big(id_bytes - 1, format);
        const auto length = static_cast<unsigned char>(at.big(1, format));
        const int more = std::countl_zero(length);
        if (more > 7) source_.broken(format, "byte " + std::to_string(place) + " begins an element without a size");
        element.size = length & (0x7fU >> more);
        if (more > 0) element.size = element.size << 8 * more | at.big(more, format);
        if (element.size == (std::uint64_t{1} << 7 * (more + 1)) - 1) element.size = unknown;
        element.begin = at.place();
        if (element.size != unknown) check_fits(element);
        return element;
    }

    void check_type(const Element& header) {
        if (header.id != ebml_header || header.size == unknown || header.size > 4096)
            source_.broken(format, "its header is none");
        const std::uint64_t end = header.begin + header.size;
        for (std::uint64_t place = header.begin; place < end;) {
            const Element element = element_at(place);
            if (element.size == unknown) source_.broken(format, "its header is none");
            if (element.id == doc_type) {
                std::string type = source_.piece(element.begin, static_cast<std::size_t>(element.size));
                type.erase(type.find_last_not_of('\0') + 1);
                if (type == "webm") return;
                throw unsupported(source_.name() + " is a " + (type == "matroska" ? "Matroska" : "EBML") +
                                  " file, not WebM; convert it to webm or mp4");
            }
            place = element.begin + element.size;
        }
        source_.broken(format, "its header names no type");
    }

    /// A cluster of unknown size is entered: what follows is its own until the next element of the segment.
    void walk_segment(std::uint64_t place, std::uint64_t end) {
        while (place < end) {
            const Element element = element_at(place);
            has_tracks_ |= element.id == tracks;
            has_clusters_ |= element.id == cluster;
            if (element.size == unknown && element.id != cluster) source_.broken(format, "an element has no size");
            place = element.size == unknown ? element.begin : element.begin + element.size;
        }
        if (place > end) source_.broken(format, "an element ends behind its segment");
    }

    const Source& source_;
    std::size_t steps_ = 0;
    bool has_tracks_ = false;
    bool has_clusters_ = false;
};

}  // namespace

void walk_webm(const Source& source) { Walk(source).run(); }

}  // namespace wbm::video
