// image_fuzz_support.hpp - what every image_*_fuzz.cpp asks of a decoder and of a value.
#pragma once

#include "../../plugins/image/formats/codecs.hpp"
#include "../../plugins/image/formats/format.hpp"
#include "../../plugins/image/image.hpp"
#include "fuzz_support.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wbm::image::fuzz {

inline constexpr std::uint64_t most_pixels = 1 << 20;  // a sound picture of any size is a matter of time, not of safety

using wbm::fuzz::Choices;
using wbm::fuzz::refusable;
using wbm::fuzz::require;

inline const testing::Type& image_type() {
    static const testing::Type type = testing::type_of<Image>();
    return type;
}

inline const Image& of(const testing::Value& value) { return *reinterpret_cast<const Image*>(value.get()); }

/// What was taken survives JSON unchanged, in a run and in an artifact by turns. Each time in a new store: what one
/// remembers from run to run would make libFuzzer look for leaks after each.
inline void check_round_trip(const testing::Value& value) {
    static unsigned turn = 0;
    const testing::FakeStore store(++turn % 2 == 0 ? WBM_RUN : WBM_ARTIFACT);
    refusable([&] { (void)testing::round_trip(image_type(), value.get(), store); });
}

inline void check_picture(const Picture& picture, Size size) {
    require(picture.size == size, "a decoded picture is as large as inspect() said");
    require(picture.samples.size() == size.width * size.height * picture.pixel_bytes(),
            "a picture has all its samples");
    require(picture.palette.size() <= 256, "a palette has at most 256 colours");
    require(picture.mode == Mode::p || picture.palette.empty(), "only mode P has a palette");
}

/// Is it small enough to be decoded here?
inline bool is_small(Size size) { return size.width * size.height <= most_pixels; }

/// What the codec says of the bytes; nothing when it refuses them or when they are too large a picture.
inline std::optional<Info> inspected(const Codec& codec, std::string_view bytes) {
    std::optional<Info> info;
    if (!codec.matches(bytes)) return info;
    for (const Codec* other : codecs)
        require(other == &codec || !other->matches(bytes), "two formats never match the same bytes");
    refusable([&] { info = codec.inspect({bytes, "it"}); });
    if (!info) return info;
    require(info->size.width > 0 && info->size.height > 0, "a picture is not empty");
    require(info->size.width * info->size.height <= max_pixels, "a picture is within the bounds");
    require(info->frames >= 1 && info->frames <= max_frames, "the number of frames is within the bounds");
    require(info->orientation >= 1 && info->orientation <= 8, "an orientation is 1 to 8");
    return is_small(info->size) ? info : std::nullopt;
}

/// The first frames and the last one. `same_size`: all frames are of one size.
inline void check_frames(const Codec& codec, std::string_view bytes, const Info& info, std::uint32_t most) {
    for (std::uint32_t frame = 0; frame < std::min(info.frames, most); ++frame)
        refusable([&] { check_picture(codec.decode({bytes, "it"}, frame), info.size); });
    refusable([&] {
        (void)codec.decode({bytes, "it"}, info.frames);
        require(false, "a frame beyond the last one is refused");
    });
    refusable([&] { check_picture(decode({bytes, "it"}), shown_size(info)); });
}

/// The JSON says nothing of the pixels, and files are slow, so a part of the inputs is enough.
inline void check_value(std::string_view bytes) {
    constexpr std::size_t part = 16;
    if (bytes.size() % part == 0)
        refusable([&] { check_round_trip(image_type().create(testing::Source::bytes(std::string(bytes)))); });
}

/// All of it, for a format whose frames have one size.
inline void check_codec(const Codec& codec, std::string_view bytes, std::uint32_t most_frames = 1) {
    const auto info = inspected(codec, bytes);
    if (!info) return;
    check_frames(codec, bytes, *info, most_frames);
    check_value(bytes);
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

}  // namespace wbm::image::fuzz
