// hostile_test_support.hpp - pictures that claim more than they have, and a process with little memory to look at them.
#pragma once

#include "test_support.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libdeflate.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace wbm::image {

using namespace std::string_literals;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool has_shadow_memory = true;
#elif defined(__has_feature)
inline constexpr bool has_shadow_memory = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
inline constexpr bool has_shadow_memory = false;
#endif
inline constexpr std::size_t most_memory = std::size_t{3} << 29;  // 1.5 GB

inline std::string big(std::uint64_t value, int bytes) {
    std::string out;
    for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> 8 * i);
    return out;
}
inline std::string little(std::uint64_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> 8 * i);
    return out;
}
inline std::string at(std::string bytes, std::size_t place, const std::string& instead) {
    return bytes.replace(place, instead.size(), instead);
}

struct FreeCompressor {
    void operator()(libdeflate_compressor* c) const noexcept { libdeflate_free_compressor(c); }
};
using Compressor = std::unique_ptr<libdeflate_compressor, FreeCompressor>;

template <class Compress>
inline std::string packed(std::size_t zeros, Compress compress) {
    const Compressor compressor(libdeflate_alloc_compressor(9));
    const std::string plain(zeros, '\0');
    std::string out(zeros / 500 + 1000, '\0');
    out.resize(compress(compressor.get(), plain.data(), plain.size(), out.data(), out.size()));
    return out;
}
inline std::string zlib_of_zeros(std::size_t count) { return packed(count, libdeflate_zlib_compress); }
inline std::string gzip_of_zeros(std::size_t count) { return packed(count, libdeflate_gzip_compress); }

// ---- Files of each format ------------------------------------------------------------------------

inline std::string chunk(const std::string& type, const std::string& data) {
    return big(data.size(), 4) + type + data + big(libdeflate_crc32(0, (type + data).data(), data.size() + 4), 4);
}
inline const std::string png_signature = "\x89PNG\r\n\x1a\n";
inline std::string ihdr(std::uint64_t width, std::uint64_t height, int depth, int colour) {
    return chunk("IHDR",
                 big(width, 4) + big(height, 4) + static_cast<char>(depth) + static_cast<char>(colour) + "\0\0\0"s);
}
inline std::string png_of(std::uint64_t width, std::uint64_t height, int depth, int colour, const std::string& pixels,
                          const std::string& more = "") {
    return png_signature + ihdr(width, height, depth, colour) + more + chunk("IDAT", pixels) + chunk("IEND", "");
}

inline std::string tiff_of(std::uint64_t width, std::uint64_t height, int compression, const std::string& strip,
                           std::uint64_t samples = 1) {
    const std::uint64_t extra = samples - 1;
    std::string tags;
    const auto tag = [&](int number, int type, std::uint64_t count, std::uint64_t value) {
        tags += little(static_cast<std::uint64_t>(number), 2) + little(static_cast<std::uint64_t>(type), 2) +
                little(count, 4) + little(value, 4);
    };
    constexpr std::uint64_t entries = 10;
    constexpr std::uint64_t behind = 8 + 2 + entries * 12 + 4;
    tag(256, 4, 1, width);
    tag(257, 4, 1, height);
    tag(258, 3, 1, 8);
    tag(259, 3, 1, static_cast<std::uint64_t>(compression));
    tag(262, 3, 1, 1);
    tag(273, 4, 1, behind + 2 * extra);
    tag(277, 3, 1, samples);
    tag(278, 4, 1, height);
    tag(279, 4, 1, strip.size());
    tag(338, 3, extra, extra > 2 ? behind : 0);
    return "II*\0\x08\0\0\0"s + little(entries, 2) + tags + little(0, 4) + std::string(2 * extra, '\0') + strip;
}

inline std::string gif_of(std::uint64_t width, std::uint64_t height, std::uint64_t frame_width,
                          std::uint64_t frame_height, int frames = 1) {
    std::string gif = "GIF89a" + little(width, 2) + little(height, 2) + "\0\0\0"s;
    const std::string frame = ",\0\0\0\0"s + little(frame_width, 2) + little(frame_height, 2) + "\0\x02\x02\x44\x01\0"s;
    for (int i = 0; i < frames; ++i) gif += frame;
    return gif + ";";
}

inline std::string webp_animation(std::uint64_t width, std::uint64_t height, int frames) {
    const std::string pixels = sample("webp_lossless.webp").substr(12);  // the VP8L chunk
    std::uint64_t bits = 0;                                              // width - 1 and height - 1, 14 bits each
    for (std::size_t i = 0; i < 4; ++i) bits |= std::uint64_t{static_cast<unsigned char>(pixels[9 + i])} << 8 * i;
    const std::string frame = little(0, 6) + little(bits & 0x3fff, 3) + little(bits >> 14 & 0x3fff, 3) + little(0, 4);
    std::string chunks = "WEBPVP8X" + little(10, 4) + "\x02\0\0\0"s + little(width - 1, 3) + little(height - 1, 3);
    chunks += "ANIM" + little(6, 4) + little(0, 6);
    for (int i = 0; i < frames; ++i) chunks += "ANMF" + little(16 + pixels.size(), 4) + frame + pixels;
    return "RIFF" + little(chunks.size(), 4) + chunks;
}

inline std::string icon_of(std::uint64_t entries) {
    const std::string picture = sample("ico_rgb.ico").substr(22);
    std::string icon = "\0\0\x01\0"s + little(entries, 2);
    for (std::uint64_t i = 0; i < entries; ++i)
        icon += "\5\4\0\0\1\0\x18\0"s + little(picture.size(), 4) + little(6 + 16 * entries, 4);
    return icon + picture;
}

inline std::string bmp_of_runs(std::uint64_t width, std::uint64_t height) {
    return "BM" + little(0, 8) + little(58, 4) + little(40, 4) + little(width, 4) + little(height, 4) +
           "\1\0\x08\0\1\0\0\0"s + std::string(12, '\0') + little(1, 4) + little(0, 4) + little(0, 4) + "\0\1"s;
}

// ---- In a process with little memory ---------------------------------------------------------------

inline std::uint64_t kilobytes_of(const char* name) {
    const std::string status = read_file("/proc/self/status");
    return std::stoull(status.substr(status.find(name) + std::string(name).size()));
}

/// What `call` says, "taken" when it refuses nothing, in a process that may take 1.5 GB more than it has.
inline std::string within_memory(const std::function<void()>& call) {
    int ends[2];
    if (pipe(ends) != 0) return "no pipe";
    const pid_t child = fork();
    if (child == 0) {
        const std::uint64_t before = kilobytes_of("VmRSS:");
        const rlim_t limit = kilobytes_of("VmSize:") * 1024 + most_memory;
        const rlimit bound{limit, limit};
        if (!has_shadow_memory) setrlimit(RLIMIT_AS, &bound);
        std::string said;
        try {
            said = refusal(call);
        } catch (const std::exception& e) {
            said = "exception: "s + e.what();
        }
        if (said == "not refused") said = "taken";
        if ((kilobytes_of("VmHWM:") - before) * 1024 > most_memory) said = "too much memory; " + said;
        (void)!write(ends[1], said.data(), said.size());
        _exit(0);
    }
    close(ends[1]);
    std::string said;
    char buffer[4096];
    for (ssize_t got = 0; (got = read(ends[0], buffer, sizeof buffer)) > 0;)
        said.append(buffer, static_cast<std::size_t>(got));
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return status == 0 ? said : "ended with " + std::to_string(status) + " after: " + said;
}

inline std::string shown_within_memory(const std::string& bytes, const json::object& options = {}) {
    return within_memory([&] { (void)of(image_type().create(Source::bytes(bytes))).tensor(options); });
}

}  // namespace wbm::image
