#include "pcm16.hpp"

#include "../files/encode.hpp"
#include "../test_support.hpp"

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

namespace wbm::audio {
namespace {

/// The 16-bit samples that libsndfile makes, with clipping on.
template <class T>
std::vector<std::int16_t> by_libsndfile(const std::vector<T>& numbers) {
    const Sound sound{"wav", "PCM_16", 8000, 1, static_cast<std::int64_t>(numbers.size())};
    const std::string file = encode(sound, numbers.data());
    std::vector<std::int16_t> out(numbers.size());
    EXPECT_EQ(file.size(), 44 + 2 * out.size());
    std::memcpy(out.data(), file.data() + 44, 2 * out.size());
    return out;
}

template <class T>
std::vector<std::int16_t> by_us(const std::vector<T>& numbers) {
    std::vector<std::int16_t> out(numbers.size());
    to_pcm16(numbers.data(), out.data(), out.size());
    return out;
}

/// Every step of 16 bits with its neighbours, what rounding makes of 32 bits at each, signs, ends, the smallest.
template <class T>
std::vector<T> edge_numbers() {
    std::vector<T> all;
    constexpr T far = std::numeric_limits<T>::infinity();
    for (int step = -33000; step <= 33000; ++step) {
        const T at = static_cast<T>(step) / T{32768};
        for (const T offset : {T{0}, T(0.5 / 2147483648.0), T(0.49 / 2147483648.0), T(1 / 2147483648.0)}) {
            all.push_back(at - offset);
            all.push_back(at + offset);
        }
        all.push_back(std::nextafter(at, far));
        all.push_back(std::nextafter(at, -far));
        all.push_back(static_cast<T>(step) / T{32767});
        all.push_back(static_cast<T>(step * 65536.0 / 2147483647.0));
        all.push_back(static_cast<T>((step * 65536.0 - 0.5) / 2147483647.0));
    }
    for (const T x : {T{0}, -T{0}, std::numeric_limits<T>::min(), -std::numeric_limits<T>::min(),
                      std::numeric_limits<T>::denorm_min(), -std::numeric_limits<T>::denorm_min(), far, -far,
                      std::numeric_limits<T>::max(), std::numeric_limits<T>::lowest(), T{1.5}, T{-1.5}})
        all.push_back(x);
    return all;
}

template <class T>
std::vector<T> random_numbers(T range) {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<T> number(-range, range);
    std::vector<T> all(200000);
    for (T& x : all) x = number(random);
    return all;
}

template <class T>
void expect_the_same(const std::vector<T>& numbers) {
    const auto ours = by_us(numbers);
    const auto theirs = by_libsndfile(numbers);
    std::size_t different = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i)
        if (ours[i] != theirs[i] && different++ < 5)
            ADD_FAILURE() << numbers[i] << " is " << ours[i] << ", libsndfile has " << theirs[i];
    EXPECT_EQ(different, 0U);
}

TEST(Pcm16, IsWhatLibsndfileMakesOfFloats) {
    expect_the_same(edge_numbers<float>());
    for (const float range : {1.0F, 0.001F, 3.0F, 1e-9F}) expect_the_same(random_numbers(range));
}

TEST(Pcm16, IsWhatLibsndfileMakesOfDoubles) {
    expect_the_same(edge_numbers<double>());
    for (const double range : {1.0, 0.001, 3.0, 1e-9}) expect_the_same(random_numbers(range));
}

TEST(Pcm16, IsWhatLibsndfileMakesOfIntegers) {
    std::vector<std::int32_t> whole;
    std::mt19937 random(3);
    for (int i = 0; i < 100000; ++i) whole.push_back(static_cast<std::int32_t>(random()));
    for (const std::int32_t x : {0, 1, -1, 65535, 65536, -65536, -65537, INT32_MAX, INT32_MIN}) whole.push_back(x);
    expect_the_same(whole);
    std::vector<std::int16_t> all;
    for (int x = INT16_MIN; x <= INT16_MAX; ++x) all.push_back(static_cast<std::int16_t>(x));
    expect_the_same(all);
    EXPECT_EQ(by_us(std::vector<std::uint8_t>{0, 127, 128, 129, 255}),
              (std::vector<std::int16_t>{-32768, -256, 0, 256, 32512}));
}

// W180, and the spec's "tiny negatives"
TEST(Pcm16, FollowsTheVectors) {
    EXPECT_EQ(by_us(std::vector<double>{1, -1, 0, 0.5, -0.5, 1e-9, -1e-9, 2, -2}),
              (std::vector<std::int16_t>{32767, -32768, 0, 16384, -16384, 0, -1, 32767, -32768}));
    // floor(x * 32768) has -1 for every negative number; what rounds to 0 in 32 bits is 0
    EXPECT_EQ(by_us(std::vector<double>{-1e-10, -2e-10, -3e-10}), (std::vector<std::int16_t>{0, 0, -1}));
}

TEST(Pcm16, CountsWhatItClips) {
    std::vector<float> numbers(10001, 0.25F);
    for (const std::size_t i : {std::size_t{0}, std::size_t{4095}, std::size_t{4096}, numbers.size() - 1})
        numbers[i] = i % 2 == 0 ? 1.25F : -1.25F;
    numbers[7] = 1.0F;
    numbers[8] = -1.0F;
    std::vector<std::int16_t> to(numbers.size());
    OutOfRange out = to_pcm16(numbers.data(), to.data(), to.size());
    EXPECT_EQ(out.clipped, 4U);
    EXPECT_FALSE(out.has_nan);
    numbers[9999] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_TRUE(to_pcm16(numbers.data(), to.data(), to.size()).has_nan);
    const std::vector<double> doubles{1.5, -std::numeric_limits<double>::infinity(), std::nan("")};
    out = to_pcm16(doubles.data(), to.data(), doubles.size());
    EXPECT_EQ(out.clipped, 2U);
    EXPECT_TRUE(out.has_nan);
}

TEST(Half, IsRead) {
    EXPECT_EQ(half_to_float(0x3c00), 1.0F);
    EXPECT_EQ(half_to_float(0xb800), -0.5F);
    EXPECT_EQ(half_to_float(0x0001), std::ldexp(1.0F, -24));
    EXPECT_EQ(half_to_float(0x7bff), 65504.0F);
    EXPECT_TRUE(std::signbit(half_to_float(0x8000)));
    EXPECT_TRUE(std::isinf(half_to_float(0x7c00)));
    EXPECT_TRUE(std::isnan(half_to_float(0x7e00)));
}

}  // namespace
}  // namespace wbm::audio
