// codec_test_support.hpp - what the tests of codecs share. The samples of 5 x 4 pixels are made by the formulas here.
#pragma once

#include "codecs.hpp"

#include <wbm/sdk.hpp>

#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

namespace wbm::image {

inline std::string corpus_file(const std::string& name) {
    std::ifstream file(std::string(WBM_CORPUS) + "/" + name, std::ios::binary);
    EXPECT_TRUE(file.is_open()) << name;
    return {std::istreambuf_iterator<char>(file), {}};
}

/// "<status> <text>", or "" when nothing was refused.
inline std::string refusal_by(const std::function<void()>& call) {
    try {
        call();
        return "";
    } catch (const Error& e) {
        return std::to_string(static_cast<int>(e.status())) + " " + e.what();
    }
}
inline std::string inspect_refusal(const Codec& codec, const std::string& bytes) {
    return refusal_by([&] { (void)codec.inspect({bytes, "it"}); });
}
inline std::string decode_refusal(const Codec& codec, const std::string& bytes, std::uint32_t frame = 0) {
    return refusal_by([&] { (void)codec.decode({bytes, "it"}, frame); });
}

/// Is it a refusal of a kind that a codec may give, and by its rules?
inline bool is_proper(const std::string& refusal) {
    return refusal.starts_with("1 it is a broken ") || refusal.starts_with("2 it is a") ||
           refusal.starts_with("1 it has ") || refusal.starts_with("1 it, a TIFF file with tiles, in one of them has ");
}

template <class T>
std::vector<double> numbers_of(const Picture& picture) {
    std::vector<double> numbers;
    for (std::size_t at = 0; at < picture.samples.size(); at += sizeof(T)) {
        T value;
        std::memcpy(&value, picture.samples.data() + at, sizeof value);
        numbers.push_back(static_cast<double>(value));
    }
    return numbers;
}

inline std::vector<double> numbers_of(const Picture& picture) {
    if (picture.mode == Mode::f) return numbers_of<float>(picture);
    if (picture.mode == Mode::i) return numbers_of<std::int32_t>(picture);
    return sample_bytes_of(picture.mode) == 2 ? numbers_of<std::uint16_t>(picture) : numbers_of<std::uint8_t>(picture);
}

using Formula = std::function<double(int x, int y, int c)>;

inline std::vector<double> numbers_by(const Formula& formula, int channels, int width = 5, int height = 4) {
    std::vector<double> numbers;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < channels; ++c) numbers.push_back(formula(x, y, c));
    return numbers;
}

inline double at8(int x, int y, int c) { return (x * 30 + y * 50 + c * 70) & 255; }
inline double at16(int x, int y, int c) { return (x * 3000 + y * 5000 + c * 7000) & 65535; }
inline double index_at(int x, int y, int) { return (x + y) % 4; }
inline double bit_at(int x, int y, int) { return ((x + y) & 1) * 255; }
inline std::vector<Rgba> sample_palette() { return {{0, 255, 0}, {60, 195, 20}, {120, 135, 40}, {180, 75, 60}}; }

/// Each prefix is refused, or shows the same picture where what is missing does not matter.
inline void expect_prefixes_refused(const Codec& codec, const std::string& name) {
    const std::string whole = corpus_file(name);
    const Picture picture = codec.decode({whole, "it"}, 0);
    std::size_t refused = 0;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const std::string cut = whole.substr(0, size);
        const std::string inspected = inspect_refusal(codec, cut);
        const std::string decoded = decode_refusal(codec, cut);
        if (!inspected.empty()) {
            ++refused;
            EXPECT_TRUE(is_proper(inspected)) << name << ", " << size << " bytes: " << inspected;
        }
        if (decoded.empty())
            EXPECT_EQ(codec.decode({cut, "it"}, 0), picture) << name << ", " << size << " bytes";
        else
            EXPECT_TRUE(is_proper(decoded)) << name << ", " << size << " bytes: " << decoded;
    }
    EXPECT_GE(refused + 8, whole.size()) << name;
}

/// A changed byte gives a refusal or a picture, never anything else. (Pictures that became large are not decoded: that
/// costs much memory and is nothing new.)
inline void expect_changes_survived(const Codec& codec, const std::string& name) {
    const std::string whole = corpus_file(name);
    for (std::size_t i = 0; i < whole.size(); ++i)
        for (const int mask : {0x01, 0x10, 0x80, 0xff}) {
            std::string changed = whole;
            changed[i] = static_cast<char>(changed[i] ^ mask);
            std::string said = inspect_refusal(codec, changed);
            if (said.empty()) {
                const Size size = codec.inspect({changed, "it"}).size;
                if (size.width * size.height > 1U << 20) continue;
                said = decode_refusal(codec, changed);
            }
            EXPECT_TRUE(said.empty() || is_proper(said)) << name << ", byte " << i << ": " << said;
        }
}

/// The start of what is said of files in the folder of broken ones.
inline void expect_reasons(const Codec& codec, const std::vector<std::pair<std::string, std::string>>& reasons) {
    for (const auto& [name, reason] : reasons) {
        const std::string bytes = corpus_file("bad/" + name);
        EXPECT_TRUE(codec.matches(bytes)) << name;
        std::string said = inspect_refusal(codec, bytes);
        if (said.empty() && codec.decode != nullptr) said = decode_refusal(codec, bytes);
        EXPECT_EQ(said.substr(0, reason.size()), reason) << name;
    }
}

}  // namespace wbm::image
