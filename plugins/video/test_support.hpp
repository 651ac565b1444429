// test_support.hpp - what the tests of this folder share.
#pragma once

#include "video.hpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace wbm::video {

using testing::FakeHost;
using testing::FakeStore;
using testing::Refused;
using testing::round_trip;
using testing::Value;

inline const testing::Type& video_type() {
    static const testing::Type type = testing::type_of<Video>();
    return type;
}

inline const Video& of(const Value& value) { return *reinterpret_cast<const Video*>(value.get()); }

inline Video made(testing::Source source) {
    const Value value = video_type().create(source);
    source.overwrite();
    return of(value);
}

template <class T>
Video from_array(const std::vector<T>& samples, std::vector<std::int64_t> shape, const json::object& options = {}) {
    return made(testing::Source::tensor(samples, std::move(shape)).with_options(options));
}
inline Video from_bytes(const std::string& bytes, const json::object& options = {}) {
    return made(testing::Source::bytes(bytes).with_options(options));
}

/// Frames of 3 channels, T x 3 x H x W, whose blocks of 8 x 8 change slowly: a film that survives any codec.
inline std::vector<std::uint8_t> blocks(std::int64_t frames, std::int64_t height, std::int64_t width) {
    std::vector<std::uint8_t> samples;
    for (std::int64_t t = 0; t < frames; ++t)
        for (std::int64_t c = 0; c < 3; ++c)
            for (std::int64_t y = 0; y < height; ++y)
                for (std::int64_t x = 0; x < width; ++x)
                    samples.push_back(static_cast<std::uint8_t>((x / 8 * 20 + y / 8 * 25 + c * 20 + t * 3) % 256));
    return samples;
}

/// The decoded frames and their shape.
struct Frames {
    std::vector<std::int64_t> shape;
    std::vector<std::uint8_t> samples;
};
inline Frames frames(const Video& video, const json::object& options = {}) {
    const Array array = video.tensor(options);
    const DLTensor& t = array.dl();
    const auto* first = static_cast<const std::uint8_t*>(t.data);
    return {{t.shape, t.shape + t.ndim}, {first, first + element_count(t)}};
}

/// The mean difference of two lists of samples.
inline double difference(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
    if (a.size() != b.size()) return 256;
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] < b[i] ? b[i] - a[i] : a[i] - b[i];
    return sum / static_cast<double>(a.size());
}

/// T x C x H x W as T x H x W x C.
inline std::vector<std::uint8_t> channels_last(const std::vector<std::uint8_t>& samples, std::int64_t frames,
                                               std::int64_t channels, std::int64_t height, std::int64_t width) {
    std::vector<std::uint8_t> out;
    for (std::int64_t t = 0; t < frames; ++t)
        for (std::int64_t p = 0; p < height * width; ++p)
            for (std::int64_t c = 0; c < channels; ++c)
                out.push_back(samples[static_cast<std::size_t>((t * channels + c) * height * width + p)]);
    return out;
}

/// The refusal of `call` as "<status> <text>".
template <class Call>
std::string refusal(const Call& call) {
    try {
        call();
    } catch (const Refused& e) {
        return std::to_string(e.status()) + " " + e.what();
    } catch (const Error& e) {
        return std::to_string(e.status()) + " " + e.what();
    }
    return "not refused";
}
inline std::string refusal_of(testing::Source source) {
    return refusal([&] { (void)video_type().create(source); });
}
template <class T>
std::string refusal_of(const std::vector<T>& samples, std::vector<std::int64_t> shape,
                       const json::object& options = {}) {
    return refusal_of(testing::Source::tensor(samples, std::move(shape)).with_options(options));
}

/// Are all of these in the text?
inline ::testing::AssertionResult says(const std::string& text, const std::vector<std::string>& pieces) {
    for (const std::string& piece : pieces)
        if (text.find(piece) == std::string::npos)
            return ::testing::AssertionFailure() << '"' << text << "\" does not say \"" << piece << '"';
    return ::testing::AssertionSuccess();
}

inline std::filesystem::path corpus(const std::string& name) { return std::filesystem::path(WBM_CORPUS) / name; }
inline std::string sample(const std::string& name) { return read_file(corpus(name).string()); }

inline std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace wbm::video
