// GIF: blocks up to the trailer.
#include "../limits.hpp"
#include "container.hpp"

namespace wbm::video {
namespace {

constexpr const char* format = "GIF";
constexpr std::uint64_t image = 0x2c;
constexpr std::uint64_t extension = 0x21;
constexpr std::uint64_t trailer = 0x3b;
constexpr std::uint64_t graphic_control = 0xf9;
constexpr std::uint64_t browsers_own_delay = 10;  // hundredths, for 0 and 1

class Walk {
public:
    explicit Walk(const Source& source) : source_(source), at_(source, 6) {}

    Structure run() {
        at_.skip(4, format);
        skip_palette(at_.little(1, format));
        at_.skip(2, format);
        for (;;) {
            step();
            const std::uint64_t kind = at_.little(1, format);
            if (kind == trailer) break;
            if (kind == image)
                picture();
            else if (kind == extension)
                extend();
            else
                source_.broken(format, "a block begins with " + std::to_string(kind) + ", which is none");
        }
        if (found_.frames == 0) source_.broken(format, "it has no frames");
        return found_;
    }

private:
    void step() {
        if (++steps_ > max_structure_steps) source_.broken(format, "it has too many blocks");
    }

    void skip_palette(std::uint64_t flags) {
        if ((flags & 0x80U) != 0) at_.skip(3ULL << ((flags & 7U) + 1), format);
    }

    std::uint64_t skip_pieces() {
        std::uint64_t bytes = 0;
        for (;;) {
            step();
            const std::uint64_t size = at_.little(1, format);
            if (size == 0) return bytes;
            at_.skip(size, format);
            bytes += size;
        }
    }

    void picture() {
        at_.skip(8, format);
        skip_palette(at_.little(1, format));
        at_.skip(1, format);
        if (skip_pieces() == 0) source_.broken(format, "a frame has no pixels");
        if (++found_.frames > max_frames) source_.broken(format, "it has too many frames");
        found_.hundredths += static_cast<std::int64_t>(delay_ < 2 ? browsers_own_delay : delay_);
        delay_ = 0;
    }

    void extend() {
        if (at_.little(1, format) == graphic_control) {
            Cursor control = at_;
            if (control.little(1, format) >= 4) {
                control.skip(1, format);
                delay_ = control.little(2, format);
            }
        }
        (void)skip_pieces();
    }

    const Source& source_;
    Cursor at_;
    Structure found_;
    std::uint64_t delay_ = 0;
    std::size_t steps_ = 0;
};

}  // namespace

Structure walk_gif(const Source& source) { return Walk(source).run(); }

}  // namespace wbm::video
