#include "chunks.hpp"

#include "../limits.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace wbm::audio {
namespace {

constexpr std::uint64_t unknown_32 = 0xffffffffU;
constexpr std::uint64_t unknown_64 = ~std::uint64_t{0};

struct Chunk {
    std::string id;
    std::uint64_t start;  ///< of its content
    std::uint64_t size;
};

/// How a family of files writes its chunks.
struct Layout {
    const char* format;   ///< the chunk that describes the samples
    const char* samples;  ///< the chunk that holds them
    std::uint64_t first;  ///< where the chunks begin
    std::size_t size_bytes;
    bool is_big_endian;
    bool is_padded;  ///< to an even length
};
constexpr Layout riff{"fmt ", "data", 12, 4, false, true};
constexpr Layout aiff{"COMM", "SSND", 12, 4, true, true};
constexpr Layout caf{"desc", "data", 8, 8, true, false};

std::uint64_t number(const Layout& layout, std::string_view bytes, std::size_t at, std::size_t count) noexcept {
    return layout.is_big_endian ? big_endian(bytes, at, count) : little_endian(bytes, at, count);
}

[[noreturn]] void refuse_length(const std::string& name) {
    throw invalid(name +
                  " does not say how long it is, as a recording does that was not finished; write it anew with "
                  "its length");
}

[[noreturn]] void refuse_cut(const std::string& name, const std::string& chunk, std::uint64_t end, std::uint64_t size) {
    throw invalid(name + " is cut short: " + chunk + " ends at byte " + std::to_string(end) + " of " +
                  std::to_string(size) + "; copy the whole file");
}

/// Finds both chunks. `long_size`: of the samples, where a chunk of its own says it (RF64).
class Walk {
public:
    Walk(const ByteSource& source, const std::string& name, const Layout& layout, std::uint64_t end,
         std::optional<std::uint64_t> long_size = {}) {
        std::uint64_t at = layout.first;
        for (std::size_t count = 0; at < source.size() && (!samples || at < end); ++count) {
            if (count == max_chunks)
                throw invalid(name + " has more than " + std::to_string(max_chunks) + " chunks; write it anew");
            const std::string head = source.text(at, 4 + layout.size_bytes);
            if (head.size() < 4 + layout.size_bytes) break;
            Chunk chunk{head.substr(0, 4), at + head.size(), number(layout, head, 4, layout.size_bytes)};
            const bool is_samples = chunk.id == layout.samples;
            if (is_samples && chunk.size == (layout.size_bytes == 4 ? unknown_32 : unknown_64)) {
                if (!long_size) refuse_length(name);
                chunk.size = *long_size;
            }
            if (chunk.size > source.size() - chunk.start)
                refuse_cut(name, is_samples ? "its chunk of samples" : "one of its chunks",
                           chunk.start + std::min(chunk.size, unknown_64 - chunk.start), source.size());
            at = chunk.start + chunk.size + (layout.is_padded ? chunk.size % 2 : 0);
            if (is_samples && !samples) samples = chunk;
            if (chunk.id == layout.format && !format) format = chunk;
        }
        if (!format) throw invalid(name + " has no chunk \"" + layout.format + "\", which describes its samples");
        if (!samples) throw invalid(name + " has no chunk \"" + layout.samples + "\", which holds its samples");
    }

    std::optional<Chunk> format;
    std::optional<Chunk> samples;
};

/// Where the file says that it ends.
std::uint64_t stated_end(const ByteSource& source, const std::string& name, std::uint64_t size) {
    const std::uint64_t end = size > unknown_64 - 8 ? size : size + 8;
    if (end > source.size() + 1) refuse_cut(name, "what it says it holds", end, source.size());  // a pad byte may miss
    return end;
}

/// PCM, Microsoft's ADPCM, floats, the two G.711 laws, IMA's ADPCM, and "see the extension".
constexpr std::uint64_t known_wav_tags[] = {0x1, 0x2, 0x3, 0x6, 0x7, 0x11, 0xfffe};

void check_wav_format(const ByteSource& source, const std::string& name, const Chunk& format) {
    const std::string bytes =
        source.text(format.start, static_cast<std::size_t>(std::min<std::uint64_t>(40, format.size)));
    if (bytes.size() < 16)
        throw invalid(name + " has a chunk \"fmt \" of " + std::to_string(bytes.size()) + " bytes, it must have 16");
    std::uint64_t tag = little_endian(bytes, 0, 2);
    if (tag == 0xfffe && bytes.size() >= 26) tag = little_endian(bytes, 24, 2);
    if (std::find(std::begin(known_wav_tags), std::end(known_wav_tags), tag) == std::end(known_wav_tags))
        throw unsupported(name + " holds samples of the WAV format " + std::to_string(tag) +
                          "; convert it to PCM, floats, FLAC, Ogg or MP3");
}

}  // namespace

void check_wav(const ByteSource& source, const std::string& name) {
    const std::string head = source.text(0, 36);
    std::optional<std::uint64_t> long_size;
    std::uint64_t size = little_endian(head, 4, 4);
    if (head.starts_with("RF64")) {
        if (head.size() < 36 || head.compare(12, 4, "ds64") != 0)
            throw invalid(name + " is an RF64 file without the chunk \"ds64\", which holds its length");
        size = little_endian(head, 20, 8);
        long_size = little_endian(head, 28, 8);
    } else if (size == unknown_32) {
        refuse_length(name);
    }
    const Walk walk(source, name, riff, stated_end(source, name, size), long_size);
    check_wav_format(source, name, *walk.format);
}

void check_aiff(const ByteSource& source, const std::string& name) {
    const std::uint64_t size = big_endian(source.text(0, 8), 4, 4);
    if (size == unknown_32) refuse_length(name);
    const Walk walk(source, name, aiff, stated_end(source, name, size));
}

void check_caf(const ByteSource& source, const std::string& name) { const Walk walk(source, name, caf, source.size()); }

void check_au(const ByteSource& source, const std::string& name) {
    const std::string head = source.text(0, 24);
    if (head.size() < 24) refuse_cut(name, "its header", 24, source.size());
    const std::uint64_t start = big_endian(head, 4, 4);
    const std::uint64_t size = big_endian(head, 8, 4);
    if (size == unknown_32) refuse_length(name);
    if (start < 24) throw invalid(name + " says that its samples begin inside its header; write it anew");
    if (start + size > source.size()) refuse_cut(name, "its block of samples", start + size, source.size());
}

}  // namespace wbm::audio
