// audio_fuzz_support.hpp - what every audio_*_fuzz.cpp asks of a sound.
#pragma once

#include "../../plugins/audio/audio.hpp"
#include "../../plugins/audio/limits.hpp"
#include "fuzz_support.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::audio::fuzz {

using wbm::fuzz::Choices;
using wbm::fuzz::refusable;
using wbm::fuzz::require;

inline const testing::Type& audio_type() {
    static const testing::Type type = testing::type_of<Audio>();
    return type;
}

inline const Audio& of(const testing::Value& value) { return *reinterpret_cast<const Audio*>(value.get()); }

/// What was taken survives JSON unchanged, in a run and in an artifact by turns.
inline void check_round_trip(const testing::Value& value) {
    static unsigned turn = 0;
    const testing::FakeStore store(++turn % 2 == 0 ? WBM_RUN : WBM_ARTIFACT);
    refusable([&] { (void)testing::round_trip(audio_type(), value.get(), store); });
}

/// The file as bytes: what is taken is within the bounds, and its samples are as many as it says, or are refused.
inline void check_file(const std::string& bytes) {
    constexpr std::int64_t most_samples = 1 << 22;  // more is a matter of time, not of safety
    refusable([&] {
        const testing::Value value = audio_type().create(testing::Source::bytes(bytes));
        const Audio& audio = of(value);
        const std::int64_t frames = audio.sound.frames.value();
        const std::int64_t channels = audio.sound.channels.value();
        require(channels >= 1 && channels <= max_channels && frames >= 0 && frames <= max_frames,
                "a sound is within the bounds");
        require(*audio.sound.sample_rate >= 1 && *audio.sound.sample_rate <= max_sample_rate,
                "a rate is within the bounds");
        if (bytes.size() % 16 == 0) check_round_trip(value);
        const json::object part{{"dtype", "float32"}, {"frames", std::min(frames, most_samples / channels)}};
        const Array array = audio.tensor(part);
        require(array.dl().shape[0] == std::min(frames, most_samples / channels),
                "a sound has the frames that it says");
        if (frames > 1) (void)audio.tensor({{"dtype", "float64"}, {"start", frames / 2}, {"frames", 1}});
    });
}

}  // namespace wbm::audio::fuzz
