// The blocks of a GIF file are walked here; giflib gets one picture at a time, to undo its LZW compression.
#include "codecs.hpp"

#include <wbm/sdk.hpp>

#include <gif_lib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace wbm::image {
namespace {

constexpr std::size_t palette_entries = 256;
constexpr int max_code_bits = 8;                   // that a picture may begin with
constexpr std::size_t most_pixels_of_byte = 2731;  // a code of 12 bits stands for 4096 pixels at most

/// One picture of the file, its parts borrowed from it.
struct Frame {
    std::size_t left = 0;
    std::size_t top = 0;
    std::size_t width = 0;
    std::size_t height = 0;
    bool interlaced = false;
    int disposal = 0;          ///< 2: then the background takes its place; 3 and more: what was there before
    int transparent = -1;      ///< an index
    std::string_view colours;  ///< triples; none: the indices are gray levels
    std::string_view data;     ///< the code size, then blocks of codes up to an empty one
};

[[noreturn]] void refuse(Encoded encoded, const std::string& reason) {
    throw invalid(std::string(encoded.name) + " is a broken GIF file: " + reason);
}

/// Goes from block to block, so that a file is known to be all there without decompressing it.
class GifWalk {
public:
    explicit GifWalk(Encoded encoded) : encoded_(encoded) {
        take(6);
        screen_.width = take_u16();
        screen_.height = take_u16();
        const std::uint8_t flags = take_u8();
        background_ = take_u8();
        take(1);  // the aspect ratio
        if ((flags & 0x80) != 0)
            colours_ = take_colours(flags);
        else
            background_ = 0;
    }

    /// Of the canvas; as every viewer does, enlarged to the first picture, once that has been read.
    [[nodiscard]] Size size() const noexcept { return screen_; }
    [[nodiscard]] std::uint8_t background() const noexcept { return background_; }

    /// False at the end of the file.
    bool next(Frame& frame) {
        frame = {};
        for (;;) {
            switch (const std::uint8_t kind = take_u8()) {
                case 0x00:  // an end of blocks too many, which some programs write and every viewer skips
                    break;
                case '!':
                    take_extension(frame);
                    break;
                case ',':
                    take_picture(frame);
                    return true;
                case ';':
                    return false;
                default:
                    refuse(encoded_, "it has a block of the unknown kind " + std::to_string(kind));
            }
        }
    }

private:
    std::string_view take(std::size_t count) {
        if (count > encoded_.bytes.size() - at_) refuse(encoded_, "it ends early");
        const std::string_view taken = encoded_.bytes.substr(at_, count);
        at_ += count;
        return taken;
    }
    std::uint8_t take_u8() { return static_cast<std::uint8_t>(take(1)[0]); }
    std::uint16_t take_u16() {
        const std::uint8_t low = take_u8();
        return static_cast<std::uint16_t>(low | take_u8() << 8);
    }
    std::string_view take_block() { return take(take_u8()); }
    void skip_blocks() {
        while (!take_block().empty()) {
        }
    }

    /// A table in which each index stands for its own gray level says nothing, and makes the picture a gray one.
    std::string_view take_colours(std::uint8_t flags) {
        const std::string_view colours = take(std::size_t{6} << (flags & 7));
        for (std::size_t i = 0; i < colours.size(); ++i)
            if (static_cast<std::uint8_t>(colours[i]) != i / 3) return colours;
        return {};
    }

    void take_extension(Frame& frame) {
        constexpr std::uint8_t graphic_control = 0xf9;
        if (take_u8() == graphic_control) {
            const std::string_view block = take_block();
            if (block.size() < 4) refuse(encoded_, "its graphic control block is too short");
            const auto flags = static_cast<std::uint8_t>(block[0]);
            if ((flags & 1) != 0) frame.transparent = static_cast<std::uint8_t>(block[3]);
            if (const int disposal = flags >> 2 & 7; disposal != 0) disposal_ = disposal;
        }
        skip_blocks();
    }

    void take_picture(Frame& frame) {
        frame.left = take_u16();
        frame.top = take_u16();
        frame.width = take_u16();
        frame.height = take_u16();
        if (frame.width == 0 || frame.height == 0) refuse(encoded_, "it has a picture without pixels");
        const std::uint8_t flags = take_u8();
        frame.interlaced = (flags & 0x40) != 0;
        frame.colours = (flags & 0x80) != 0 ? take_colours(flags) : colours_;
        frame.disposal = disposal_;
        const std::size_t start = at_;
        if (const int bits = take_u8(); bits > max_code_bits)
            refuse(encoded_, "a picture has codes of " + std::to_string(bits) + " bits");
        skip_blocks();
        frame.data = encoded_.bytes.substr(start, at_ - start);
        // One that is too large is refused as such, or has no place on the canvas.
        const std::size_t pixels = frame.width * frame.height;
        if (pixels <= max_pixels && pixels / most_pixels_of_byte > frame.data.size())
            refuse(encoded_, "the pixels of a picture end early");
        if (!enlarged_) {
            screen_.width = std::max<std::uint64_t>(screen_.width, frame.left + frame.width);
            screen_.height = std::max<std::uint64_t>(screen_.height, frame.top + frame.height);
        }
        enlarged_ = true;
    }

    Encoded encoded_;
    std::size_t at_ = 0;
    Size screen_;
    bool enlarged_ = false;
    std::uint8_t background_ = 0;
    std::string_view colours_;
    int disposal_ = 0;  ///< Pillow takes it over from the picture before when a picture has none
};

/// Decompresses the rows of one picture. giflib reads a file that holds nothing else.
class FrameReader {
public:
    FrameReader(Encoded encoded, const Frame& frame) : encoded_(encoded), rest_(frame.data) {
        const auto low = [](std::size_t value) { return static_cast<GifByteType>(value & 0xff); };
        const auto high = [](std::size_t value) { return static_cast<GifByteType>(value >> 8); };
        const GifByteType w[] = {low(frame.width), high(frame.width)};
        const GifByteType h[] = {low(frame.height), high(frame.height)};
        start_ = {'G', 'I', 'F', '8', '9', 'a', w[0], w[1], h[0], h[1], 0, 0,
                  0,   ',', 0,   0,   0,   0,   w[0], w[1], h[0], h[1], 0};
        int error = 0;
        gif_.reset(DGifOpen(this, &FrameReader::read, &error));
        if (gif_ == nullptr) throw std::bad_alloc();
        GifRecordType kind{};
        check(DGifGetRecordType(gif_.get(), &kind));
        check(DGifGetImageDesc(gif_.get()));
    }
    FrameReader(const FrameReader&) = delete;
    FrameReader& operator=(const FrameReader&) = delete;

    void read_row(std::uint8_t* to, std::size_t width) { check(DGifGetLine(gif_.get(), to, static_cast<int>(width))); }

private:
    struct Close {
        void operator()(GifFileType* gif) const noexcept { DGifCloseFile(gif, nullptr); }
    };

    void check(int result) {
        if (result != GIF_ERROR) return;
        const int error = gif_->Error;
        if (error == D_GIF_ERR_NOT_ENOUGH_MEM) throw std::bad_alloc();
        refuse(encoded_, error == D_GIF_ERR_EOF_TOO_SOON || error == D_GIF_ERR_READ_FAILED
                             ? "the pixels of a picture end early"
                             : "the pixels of a picture are damaged");
    }

    static int read(GifFileType* gif, GifByteType* to, int wanted) {
        auto* self = static_cast<FrameReader*>(gif->UserData);
        int count = 0;
        for (; count < wanted && self->start_at_ < self->start_.size(); ++count)
            *to++ = self->start_[self->start_at_++];
        const std::size_t more = std::min(self->rest_.size(), static_cast<std::size_t>(wanted - count));
        std::memcpy(to, self->rest_.data(), more);
        self->rest_.remove_prefix(more);
        return count + static_cast<int>(more);
    }

    Encoded encoded_;
    std::array<GifByteType, 23> start_{};
    std::size_t start_at_ = 0;
    std::string_view rest_;
    std::unique_ptr<GifFileType, Close> gif_;
};

/// Calls use(y) for each row in the order in which the file has them.
template <class Use>
void for_each_row(const Frame& frame, const Use& use) {
    struct Pass {
        std::size_t first;
        std::size_t step;
    };
    constexpr std::array<Pass, 4> interlaced = {{{0, 8}, {4, 8}, {2, 4}, {1, 2}}};
    constexpr std::array<Pass, 1> plain = {{{0, 1}}};
    const Pass* passes = frame.interlaced ? interlaced.data() : plain.data();
    const std::size_t count = frame.interlaced ? interlaced.size() : plain.size();
    for (std::size_t pass = 0; pass < count; ++pass)
        for (std::size_t y = passes[pass].first; y < frame.height; y += passes[pass].step) use(y);
}

/// An index beyond the table is black.
Rgba colour_of(const Frame& frame, std::size_t index) {
    Rgba colour{0, 0, 0, static_cast<int>(index) == frame.transparent ? std::uint8_t{0} : std::uint8_t{255}};
    if (frame.colours.empty()) {
        colour.r = colour.g = colour.b = static_cast<std::uint8_t>(index);
    } else if (3 * index < frame.colours.size()) {
        colour.r = static_cast<std::uint8_t>(frame.colours[3 * index]);
        colour.g = static_cast<std::uint8_t>(frame.colours[3 * index + 1]);
        colour.b = static_cast<std::uint8_t>(frame.colours[3 * index + 2]);
    }
    return colour;
}

/// The first picture, with its indices. Where it leaves the canvas free, the transparent index is, or 0.
Picture first_picture(Encoded encoded, const Frame& frame, Size size) {
    Picture picture = Picture::blank(frame.colours.empty() ? Mode::l : Mode::p, size);
    if (frame.transparent >= 0) {
        std::fill(picture.samples.begin(), picture.samples.end(), static_cast<std::byte>(frame.transparent));
        if (picture.mode == Mode::l) picture.transparent = {static_cast<std::uint16_t>(frame.transparent), 0, 0};
    }
    if (picture.mode == Mode::p) {
        const auto entries = std::max(frame.colours.size() / 3, static_cast<std::size_t>(frame.transparent + 1));
        for (std::size_t i = 0; i < entries; ++i) picture.palette.push_back(colour_of(frame, i));
    }
    FrameReader reader(encoded, frame);
    for_each_row(frame, [&](std::size_t y) { reader.read_row(picture.row(frame.top + y) + frame.left, frame.width); });
    return picture;
}

/// The canvas on which the pictures of an animation are drawn over each other, as Pillow does it: gray (L) while no
/// picture has colours, RGBA when the first one has a transparent index, else RGB. The canvas keeps its size: what a
/// later picture has beyond it is not shown.
class Canvas {
public:
    Canvas(Encoded encoded, const std::vector<Frame>& frames, Size size, std::uint8_t background)
        : encoded_(encoded), first_(frames.front()), background_(background) {
        const bool gray = std::all_of(frames.begin(), frames.end(), [](const Frame& f) { return f.colours.empty(); });
        const bool alpha = first_.transparent >= 0;
        picture_ = Picture::blank(gray ? Mode::l : alpha ? Mode::rgba : Mode::rgb, size);
        if (gray && alpha) picture_.transparent = {static_cast<std::uint16_t>(first_.transparent), 0, 0};
        fill({0, 0, size.width, size.height},
             colour_of(first_, static_cast<std::size_t>(std::max(0, first_.transparent))));
    }

    void draw(const Frame& frame) {
        std::array<Rgba, palette_entries> colours;
        for (std::size_t i = 0; i < colours.size(); ++i) colours[i] = colour_of(frame, i);
        const Area area = visible(frame);
        std::vector<std::uint8_t> indices(frame.width);
        FrameReader reader(encoded_, frame);
        for_each_row(frame, [&](std::size_t y) {
            reader.read_row(indices.data(), frame.width);
            if (y >= area.height) return;
            std::uint8_t* to = pixel(frame.left, frame.top + y);
            for (std::size_t x = 0; x < area.width; ++x, to += picture_.pixel_bytes())
                if (indices[x] != frame.transparent) put(to, colours[indices[x]]);
        });
    }

    /// Before `frame` is drawn: keeps what its disposal needs.
    void keep(const Frame& frame) {
        kept_.clear();
        if (frame.disposal < 3) return;
        const Area area = visible(frame);
        for (std::size_t y = 0; y < area.height; ++y) {
            const std::uint8_t* row = pixel(area.left, area.top + y);
            kept_.insert(kept_.end(), row, row + area.width * picture_.pixel_bytes());
        }
    }

    /// After `frame` has been shown.
    void dispose(const Frame& frame) {
        const Area area = visible(frame);
        if (frame.disposal == 2) fill(area, background_of(frame));
        // Pillow knows nothing from before the first picture, unless that has a transparent index to fill with.
        if (frame.disposal < 3 || (&frame == &first_ && frame.transparent < 0)) return;
        const std::size_t row_bytes = area.width * picture_.pixel_bytes();
        for (std::size_t y = 0; y < area.height; ++y)
            std::copy_n(kept_.data() + y * row_bytes, row_bytes, pixel(area.left, area.top + y));
    }

    [[nodiscard]] Picture take() { return std::move(picture_); }

private:
    struct Area {
        std::size_t left;
        std::size_t top;
        std::size_t width;
        std::size_t height;
    };

    [[nodiscard]] Area visible(const Frame& frame) const {
        if (frame.left >= picture_.size.width || frame.top >= picture_.size.height) return {0, 0, 0, 0};
        return {frame.left, frame.top, std::min(frame.width, picture_.size.width - frame.left),
                std::min(frame.height, picture_.size.height - frame.top)};
    }

    std::uint8_t* pixel(std::size_t x, std::size_t y) { return picture_.row(y) + x * picture_.pixel_bytes(); }

    void put(std::uint8_t* to, const Rgba& colour) const {
        to[0] = colour.r;
        if (picture_.mode == Mode::l) return;
        to[1] = colour.g;
        to[2] = colour.b;
        if (picture_.mode == Mode::rgba) to[3] = colour.a;
    }

    void fill(const Area& area, const Rgba& colour) {
        for (std::size_t y = 0; y < area.height; ++y) {
            std::uint8_t* to = pixel(area.left, area.top + y);
            for (std::size_t x = 0; x < area.width; ++x, to += picture_.pixel_bytes()) put(to, colour);
        }
    }

    [[nodiscard]] Rgba background_of(const Frame& frame) const {
        int index = background_;
        if (frame.transparent >= 0) index = frame.transparent;
        if (picture_.mode == Mode::l && first_.transparent >= 0) index = first_.transparent;
        return colour_of(frame, static_cast<std::size_t>(index));
    }

    Encoded encoded_;
    const Frame& first_;
    std::uint8_t background_;
    Picture picture_;
    std::vector<std::uint8_t> kept_;
};

bool matches_gif(std::string_view bytes) { return bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a"); }

Info inspect_gif(Encoded encoded) {
    GifWalk walk(encoded);
    Frame frame;
    Info info{.size = {}, .frames = 0};
    while (walk.next(frame))
        if (++info.frames > max_frames) refuse(encoded, "it has more than " + std::to_string(max_frames) + " pictures");
    if (info.frames == 0) refuse(encoded, "it has no picture");
    info.size = walk.size();
    check_size(info.size, std::string(encoded.name));
    return info;
}

Picture decode_gif(Encoded encoded, std::uint32_t number) {
    GifWalk walk(encoded);
    std::vector<Frame> frames;
    for (Frame frame; frames.size() <= number && frames.size() < max_frames && walk.next(frame);)
        frames.push_back(frame);
    if (frames.empty()) refuse(encoded, "it has no picture");
    if (frames.size() <= number)
        throw invalid(std::string(encoded.name) + " has " + std::to_string(frames.size()) +
                      " frames, numbered from 0; there is no frame " + std::to_string(number));
    check_size(walk.size(), std::string(encoded.name));
    if (number == 0) return first_picture(encoded, frames.front(), walk.size());
    Canvas canvas(encoded, frames, walk.size(), walk.background());
    for (const Frame& frame : frames) {
        if (&frame != &frames.front()) canvas.dispose(*(&frame - 1));
        canvas.keep(frame);
        canvas.draw(frame);
    }
    return canvas.take();
}

}  // namespace

const Codec gif_codec = {"GIF", "gif", matches_gif, inspect_gif, decode_gif};

}  // namespace wbm::image
