// Any JSON as an audio's, with a sound file in its place: read or refused in words, and what is read survives.
#include "audio_fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wbm;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    audio::fuzz::refusable([&] {
        const testing::FakeStore store(WBM_ARTIFACT);
        store.put(
            "a.wav",
            std::string_view(
                "RIFF\x26\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\x10\0data\2\0\0\0\1\0", 46));
        const testing::Value value = audio::fuzz::audio_type().from_json(text, store);
        audio::fuzz::check_round_trip(value);
        (void)audio::fuzz::of(value).fields();
    });
    return 0;
}
