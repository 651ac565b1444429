// tiff_test_support.hpp - TIFF files of every kind, written by the tests.
#pragma once

#include "codec_test_support.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace wbm::image {

using Numbers = std::vector<std::uint64_t>;

/// Writes uncompressed TIFF files of every kind.
struct TiffMaker {
    bool little = true;
    bool big = false;  // BigTIFF
    std::map<int, Numbers> tags;
    std::vector<std::string> pieces;
    std::uint64_t next = 0;  // directory

    static std::string number(std::uint64_t value, int bytes, bool little_endian) {
        std::string out;
        for (int i = 0; i < bytes; ++i)
            out += static_cast<char>(value >> 8 * (little_endian ? i : bytes - 1 - i) & 255);
        return out;
    }
    [[nodiscard]] std::string n(std::uint64_t value, int bytes) const { return number(value, bytes, little); }

    [[nodiscard]] std::string file() {
        const int word = big ? 8 : 4;
        std::string out = (little ? "II" : "MM") + n(big ? 43 : 42, 2) + (big ? n(8, 2) + n(0, 2) : "");
        std::string data;
        const std::size_t start = out.size() + static_cast<std::size_t>(word);
        Numbers offsets, lengths;
        for (const std::string& piece : pieces) {
            offsets.push_back(start + data.size());
            lengths.push_back(piece.size());
            data += piece + std::string(piece.size() % 2, '\0');
        }
        const bool tiles = tags.count(322) != 0;
        tags[tiles ? 324 : 273] = offsets;
        tags[tiles ? 325 : 279] = lengths;
        const std::size_t directory = start + data.size();
        const std::size_t entry = big ? 20 : 12;
        std::size_t at = directory + (big ? 8 : 2) + tags.size() * entry + static_cast<std::size_t>(word);
        std::string tables, entries = n(tags.size(), big ? 8 : 2);
        for (const auto& [tag, values] : tags) {
            const int bytes = tag == 273 || tag == 279 || tag == 324 || tag == 325 || tag == 256 || tag == 257 ? 4 : 2;
            std::string raw;
            for (const std::uint64_t value : values) raw += n(value, bytes);
            entries += n(static_cast<std::uint64_t>(tag), 2) + n(bytes == 4 ? 4 : 3, 2) + n(values.size(), word);
            if (raw.size() <= static_cast<std::size_t>(word)) {
                raw.resize(static_cast<std::size_t>(word));
                entries += raw;
            } else {
                entries += n(at + tables.size(), word);
                tables += raw + std::string(raw.size() % 2, '\0');
            }
        }
        return out + n(directory, word) + data + entries + n(next, word) + tables;
    }
};

struct Kind {
    std::uint64_t photometric;
    std::uint64_t bits;
    std::uint64_t samples;
    Mode mode;
    Formula shown;  // of the picture
    Numbers extra = {};
    std::uint64_t format = 1;
    Formula stored = {};  // of the file, when other
};

inline TiffMaker maker_of(const Kind& kind, bool planar) {
    TiffMaker maker;
    maker.tags = {{256, {5}},
                  {257, {4}},
                  {258, Numbers(kind.samples, kind.bits)},
                  {259, {1}},
                  {262, {kind.photometric}},
                  {277, {kind.samples}},
                  {278, {3}},
                  {284, {planar ? 2U : 1U}},
                  {339, Numbers(kind.samples, kind.format)}};
    if (!kind.extra.empty()) maker.tags[338] = kind.extra;
    if (kind.photometric == 3) {
        Numbers& colors = maker.tags[320];
        for (const auto channel : {&Rgba::r, &Rgba::g, &Rgba::b})
            for (std::size_t i = 0; i < std::size_t{1} << kind.bits; ++i)
                colors.push_back(i < 4 ? sample_palette()[i].*channel * 256U + 13 : 0U);
    }
    return maker;
}

/// The strips of 3 and 1 rows.
inline void add_strips(const Kind& kind, bool planar, TiffMaker& maker) {
    const Formula& stored = kind.stored ? kind.stored : kind.shown;
    const int samples = static_cast<int>(kind.samples);
    for (int plane = 0; plane < (planar ? samples : 1); ++plane)
        for (const int y0 : {0, 3}) {
            std::string piece;
            for (int y = y0; y < std::min(y0 + 3, 4); ++y) {
                std::string bits;
                for (int x = 0; x < 5; ++x)
                    for (int c = planar ? plane : 0; c < (planar ? plane + 1 : samples); ++c) {
                        const auto value = static_cast<std::uint64_t>(static_cast<std::int64_t>(stored(x, y, c)));
                        if (kind.bits >= 8 && kind.bits != 12)
                            piece += maker.n(value, static_cast<int>(kind.bits / 8));
                        else
                            for (std::uint64_t bit = kind.bits; bit-- != 0;)
                                bits += (value >> bit & 1) != 0 ? '1' : '0';
                    }
                bits.resize((bits.size() + 7) / 8 * 8, '0');
                for (std::size_t i = 0; i < bits.size(); i += 8)
                    piece += static_cast<char>(std::stoi(bits.substr(i, 8), nullptr, 2));
            }
            maker.pieces.push_back(piece);
        }
}

inline std::string made(const Kind& kind, bool little = true, bool big = false, bool planar = false) {
    TiffMaker maker = maker_of(kind, planar);
    maker.little = little;
    maker.big = big;
    add_strips(kind, planar, maker);
    return maker.file();
}

}  // namespace wbm::image
