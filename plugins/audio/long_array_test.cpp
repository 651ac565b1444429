// Arrays so long that two threads convert them.
#include "samples/pcm16.hpp"
#include "test_support.hpp"

#include <limits>

namespace wbm::audio {
namespace {

constexpr std::size_t count = 600'001;  // odd: the halves differ

template <class T>
std::vector<T> tones() {
    std::vector<T> all(count);
    for (std::size_t i = 0; i < count; ++i) all[i] = static_cast<T>(std::sin(static_cast<double>(i) * 0.01));
    return all;
}

template <class T>
void expect_what_one_thread_makes() {
    std::vector<T> all = tones<T>();
    all[10] = 2;
    all[count - 1] = -2;
    std::vector<std::int16_t> expected(count);
    (void)to_pcm16(all.data(), expected.data(), count);
    const FakeHost host;
    const Audio audio = from_array(all);
    EXPECT_EQ(samples<std::int16_t>(audio.tensor({})), expected);
    EXPECT_EQ(audio.origin->clipped, 2U);
}

TEST(LongAudioArray, IsWhatOneThreadMakes) {
    expect_what_one_thread_makes<float>();
    expect_what_one_thread_makes<double>();
}

TEST(LongAudioArray, NamesTheFirstNanOfEitherHalf) {
    for (const std::size_t place : {std::size_t{7}, count / 2, count - 2}) {
        std::vector<double> all = tones<double>();
        all[place] = all[count - 1] = std::numeric_limits<double>::quiet_NaN();
        try {
            (void)audio_type().create(
                Source::tensor(all, {static_cast<std::int64_t>(count)}).with_options({{"sample_rate", 8000}}));
            ADD_FAILURE() << "was not refused";
        } catch (const Refused& e) {
            EXPECT_NE(std::string(e.what()).find("NaN at frame " + std::to_string(place) + ","), std::string::npos)
                << e.what();
        }
    }
}

}  // namespace
}  // namespace wbm::audio
