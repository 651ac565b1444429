// Bins: counts and edges against what NumPy 2.4 gave for the same numbers. tests/interop compares many more.
#include "../test_support.hpp"

#include "bins.hpp"
#include "place.hpp"
#include "statistics.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace wbm::histogram {
namespace {

template <class T>
Numbers numbers_of(const std::vector<T>& elements) {
    static std::vector<std::vector<T>> kept;
    static std::int64_t shape = 0;
    static std::int64_t stride = 1;
    const auto& own = kept.emplace_back(elements);
    shape = static_cast<std::int64_t>(own.size());
    return Numbers(DLTensor{const_cast<T*>(own.data()), {kDLCPU, 0}, 1, dtype_of<T>(), &shape, &stride, 0});
}

/// {"values", "bins"} of 7 bins, as text.
template <class T>
std::string seven_bins(const std::vector<T>& elements) {
    const Bins bins = equal_bins(numbers_of(elements), 7);
    return json::write(json::array(bins.counts.begin(), bins.counts.end())) + " " +
           json::write(json::array(bins.edges.begin(), bins.edges.end()), json::Style::standard);
}

std::string without_blanks(std::string text) {
    const auto edges = text.find(' ') + 1;
    text.erase(std::remove(text.begin() + static_cast<std::ptrdiff_t>(edges), text.end(), ' '), text.end());
    return text;
}

TEST(EqualBins, HaveNumPysEdgesOfFloats) {
    EXPECT_EQ(without_blanks(seven_bins<double>({-1.5, 0.1, 0.2, 0.3, 2.75, 2.75, 0.7})),
              "[1,0,3,1,0,0,2] [-1.5,-0.8928571428571429,-0.2857142857142858,0.3214285714285712,0.9285714285714284,"
              "1.5357142857142856,2.1428571428571423,2.75]");
    EXPECT_EQ(without_blanks(seven_bins<float>({-1.5F, 0.1F, 0.2F, 0.3F, 2.75F, 2.75F, 0.7F})),
              "[1,0,3,1,0,0,2] [-1.5,-0.8928571343421936,-0.2857142686843872,0.3214285373687744,0.9285714626312256,"
              "1.5357143878936768,2.142857074737549,2.75]");
    const std::vector<std::uint16_t> halves{0xbe00, 0x2e66, 0x3266, 0x34cd, 0x4180, 0x4180, 0x399a};
    const Histogram histogram =
        made(Source::tensor({kDLFloat, 16, 1}, bytes(halves), {7}).with_options({{"num_bins", 7}}));
    EXPECT_EQ(histogram.counts, list("[1,0,3,1,0,0,2]"));
    EXPECT_EQ(histogram.edges,
              list("[-1.5,-0.89306640625,-0.2861328125,0.3203125,0.927734375,1.53515625,2.140625,2.75]"));
    // bfloat16, which NumPy lacks, is as float32.
    const std::vector<std::uint16_t> brains{0xbfc0, 0x3f80, 0x4030};
    EXPECT_EQ(made(Source::tensor({kDLBfloat, 16, 1}, bytes(brains), {3})), from_array<float>({-1.5F, 1.0F, 2.75F}));
}

TEST(EqualBins, HaveNumPysEdgesOfIntegers) {
    EXPECT_EQ(without_blanks(seven_bins<std::int8_t>({-128, 127, -1, 0, 55, 3, 3})),
              "[1,0,0,4,0,1,1] [-128.0,-91.57142857142857,-55.14285714285714,-18.714285714285708,17.714285714285722,"
              "54.14285714285717,90.57142857142858,127.0]");
    EXPECT_EQ(without_blanks(seven_bins<std::int16_t>({-32768, 32767, 5, 700, -3, 1, 1})),
              "[1,0,0,5,0,0,1] [-32768.0,-23405.857142857145,-14043.714285714286,-4681.5714285714275,"
              "4680.5714285714275,14042.714285714283,23404.857142857145,32767.0]");
    EXPECT_EQ(without_blanks(seven_bins<std::int64_t>({INT64_MIN, INT64_MAX, 5, -3, 1LL << 60, 1, 1})),
              "[1,0,0,5,0,0,1] [-9.223372036854776e+18,-6.588122883467697e+18,-3.9528737300806185e+18,"
              "-1.3176245766935398e+18,1.3176245766935388e+18,3.9528737300806164e+18,6.588122883467696e+18,"
              "9.223372036854776e+18]");
    EXPECT_EQ(without_blanks(seven_bins<std::uint8_t>({0, 255, 128, 36, 37, 73, 109})),
              "[2,1,2,1,0,0,1] [0.0,36.42857142857143,72.85714285714286,109.28571428571429,145.71428571428572,"
              "182.14285714285717,218.57142857142858,255.0]");
    EXPECT_EQ(without_blanks(seven_bins<std::uint64_t>(
                  {0, UINT64_MAX, 1ULL << 63, 1, 2, 2635249153387078802ULL, 2635249153387078803ULL})),
              "[3,2,0,1,0,0,1] [0.0,2.6352491533870787e+18,5.270498306774157e+18,7.905747460161236e+18,"
              "1.0540996613548315e+19,1.3176245766935392e+19,1.5811494920322472e+19,1.8446744073709552e+19]");
    EXPECT_EQ(equal_bins(numbers_of<std::uint64_t>({3, 3}), 2).edges, (std::vector<double>{2.5, 3, 3.5}));
    EXPECT_EQ(equal_bins(numbers_of<float>({}), 3).edges, (std::vector<double>{0, 1 / 3.0F, 2 / 3.0F, 1}));
}

TEST(EqualBins, TakeDenormals) {
    const Histogram histogram = from_array<double>({0, 5e-324, 1e-323, 1.5e-323}, {{"num_bins", 3}});
    EXPECT_EQ(histogram.edges, list("[0.0,5e-324,1e-323,1.5e-323]"));
    EXPECT_EQ(histogram.counts, list("[1,1,2]"));
}

/// Numbers that are hard to place: at edges, beside them, and anywhere.
template <class Real>
std::vector<Real> hard_numbers(Real first, Real last, std::size_t bins, std::mt19937_64& random) {
    std::uniform_int_distribution<std::size_t> edge(0, bins);
    std::uniform_real_distribution<Real> place(0, 1);
    std::vector<Real> numbers{first, last};
    while (numbers.size() < 5 * block_numbers + 7) {
        const Real at = first + static_cast<Real>(edge(random)) * ((last - first) / static_cast<Real>(bins));
        for (const Real x :
             {at, std::nextafter(at, last), std::nextafter(at, first), first + place(random) * (last - first)})
            numbers.push_back(std::min(std::max(x, first), last));
    }
    return numbers;
}

template <class Real>
void compare_kernels(std::mt19937_64& random) {
    std::uniform_real_distribution<Real> magnitude(-6, 6);
    for (const std::size_t bins : {1U, 2U, 7U, 64U, 512U}) {
        const Real first = std::pow(Real(10), magnitude(random)) * (bins % 2 == 0 ? 1 : -1);
        const auto numbers = hard_numbers<Real>(first, first + std::fabs(first) * Real(0.37), bins, random);
        const Scale<std::conditional_t<std::is_same_v<Real, float>, Floats, Doubles>> scale(
            numbers[0], numbers[1], numbers[1] - numbers[0], bins);
        ASSERT_TRUE(scale.edges_rise());
        std::vector<std::int64_t> expected(bins);
        for (const Real x : numbers) ++expected[*scale.bin_of(x)];
        for (std::size_t kernel = 0; kernel < detail::kernel_count(); ++kernel) {
            detail::use_kernel(kernel);
            EXPECT_EQ(equal_bins(numbers_of(numbers), bins).counts, expected) << "kernel " << kernel;
        }
    }
}

TEST(Kernels, AgreeWithOneNumberAtATime) {
    std::mt19937_64 random(1);
    for (int turn = 0; turn < 20; ++turn) {
        compare_kernels<double>(random);
        compare_kernels<float>(random);
    }
    detail::use_kernel(detail::kernel_count());
}

TEST(Kernels, FindTheRangeAndWhatIsNotFinite) {
    std::mt19937_64 random(2);
    std::uniform_real_distribution<double> place(-9, 9);
    for (std::size_t kernel = 0; kernel < detail::kernel_count(); ++kernel) {
        detail::use_kernel(kernel);
        for (const std::size_t size : {1U, 31U, 32U, 33U, 63U, 64U, 65U, 100U, 1000U}) {
            std::vector<double> numbers(size);
            for (double& x : numbers) x = place(random);
            const auto range = range_of(std::span<const double>(numbers));
            EXPECT_EQ(range.smallest, *std::min_element(numbers.begin(), numbers.end())) << size;
            EXPECT_EQ(range.largest, *std::max_element(numbers.begin(), numbers.end())) << size;
            EXPECT_TRUE(range.is_finite);
            for (const double bad : {std::nan(""), HUGE_VAL, -HUGE_VAL})
                for (std::size_t at = 0; at < size; ++at) {
                    auto broken = numbers;
                    broken[at] = bad;
                    EXPECT_FALSE(range_of(std::span<const double>(broken)).is_finite) << size << " " << at;
                    const std::vector<float> floats(broken.begin(), broken.end());
                    EXPECT_FALSE(range_of(std::span<const float>(floats)).is_finite) << size << " " << at;
                }
        }
    }
    detail::use_kernel(detail::kernel_count());
}

TEST(GivenEdges, CountAsNumPyDoes) {
    const auto count = [](const char* numbers, const char* edges) {
        return count_between(Numbers(json::read(numbers), "n"), Numbers(json::read(edges), "e"));
    };
    using Counts = std::vector<std::int64_t>;
    EXPECT_EQ(count("[0,1,1,2,3,4,5]", "[1,2,4]"), (Counts{2, 3}));
    EXPECT_EQ(count("[1,2,2,3]", "[1,2,2,3]"), (Counts{1, 0, 3}));
    EXPECT_EQ(count("[2,2]", "[1,2,2]"), (Counts{0, 2}));
    EXPECT_EQ(count("[1]", "[1]"), Counts{});
    EXPECT_EQ(count("[-Infinity,0,Infinity,NaN]", "[-Infinity,0.5,Infinity]"), (Counts{2, 1}));
    // Integers are compared as integers, with doubles as doubles.
    EXPECT_EQ(count("[9007199254740993]", "[9007199254740992,9007199254740993,9007199254740994]"), (Counts{0, 1}));
    EXPECT_EQ(count("[9007199254740993]", "[9007199254740991.0,9007199254740992.0]"), (Counts{1}));
    EXPECT_EQ(count_between(numbers_of<std::uint64_t>({UINT64_MAX - 1}), Numbers(json::read("[-1,1]"), "e")),
              (Counts{0}));
    EXPECT_EQ(count_between(numbers_of<std::int8_t>({-1, 1}), Numbers(json::read("[0,300]"), "e")), (Counts{1}));
}

/// What a rule finds for numbers that any machine makes alike.
template <class T>
std::string found_by_rules(double (*change)(double)) {
    std::vector<T> numbers;
    std::uint64_t state = 12345;
    for (int i = 0; i < 300; ++i) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        const double x = static_cast<double>(state >> 54) - 512;
        numbers.push_back(static_cast<T>(change(x * x * x / 1e6)));
    }
    std::string found;
    for (const char* rule : {"auto", "fd", "doane", "scott", "stone", "rice", "sturges", "sqrt"})
        found += (found.empty() ? "" : " ") + std::to_string(count_of_bins(numbers_of(numbers), rule));
    return found;
}

TEST(Rules, FindWhatNumPyFinds) {
    const auto same = [](double x) { return x; };
    EXPECT_EQ(found_by_rules<double>(same), "23 23 10 10 99 14 10 18");
    EXPECT_EQ(found_by_rules<float>(same), "23 23 10 10 99 14 10 18");
    EXPECT_EQ(found_by_rules<std::int32_t>([](double x) { return std::trunc(x); }), "24 24 10 10 100 14 10 18");
    EXPECT_EQ(found_by_rules<std::uint8_t>([](double x) { return std::trunc(std::fabs(x)); }),
              "10 8 13 7 100 14 10 18");
}

/// 9000 numbers of -524.288 to 524.287.
template <class T>
Numbers sample() {
    std::vector<T> numbers;
    std::uint64_t state = 99;
    for (int i = 0; i < 9000; ++i) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        numbers.push_back(static_cast<T>((static_cast<double>(state >> 44) - 524288) / 1000));
    }
    return numbers_of(numbers);
}

// Not one bit otherwise: sums are in NumPy's order. Only pow() may round otherwise.
TEST(Statistics, AreNumPys) {
    EXPECT_EQ(standard_deviation_of(sample<double>()), 303.0391015081545);
    EXPECT_EQ(quartile_range_of(sample<double>()), 526.023);
    EXPECT_NEAR(skewness_of(sample<double>()), 0.0004113302236737842, 1e-6);
    EXPECT_EQ(standard_deviation_of(sample<float>()), 303.0390930175781);
    EXPECT_EQ(quartile_range_of(sample<float>()), 526.0230026245117);
    EXPECT_NEAR(skewness_of(sample<float>()), 0.0004112298774998635, 1e-6);
    EXPECT_EQ(standard_deviation_of(sample<std::int32_t>()), 302.60862348087113);
    EXPECT_EQ(quartile_range_of(sample<std::int32_t>()), 525.0);
    EXPECT_NEAR(skewness_of(sample<std::int32_t>()), 0.0004229669901068327, 1e-6);
    std::vector<std::int64_t> wide;  // sums of these are rounded
    std::uint64_t state = 99;
    while (wide.size() < 20000) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        wide.push_back(static_cast<std::int64_t>(state - (std::uint64_t{1} << 63)));
    }
    EXPECT_EQ(standard_deviation_of(numbers_of(wide)), 5.31412154475854e+18);
}

TEST(Rules, TakeWhatHasNoWidth) {
    for (const char* rule : {"auto", "fd", "doane", "scott", "stone", "rice", "sturges", "sqrt"}) {
        EXPECT_EQ(count_of_bins(numbers_of<double>({}), rule), 1U) << rule;
        EXPECT_EQ(count_of_bins(numbers_of<double>({2, 2, 2}), rule), 1U) << rule;
        EXPECT_EQ(count_of_bins(numbers_of<std::int32_t>({7}), rule), 1U) << rule;
    }
    std::vector<double> outlier(1000, 0.0);
    for (std::size_t i = 0; i < outlier.size(); ++i) outlier[i] = static_cast<double>(i % 10);
    outlier.back() = 1e6;
    EXPECT_NE(refusal([&] { (void)count_of_bins(numbers_of(outlier), "fd"); }).find("which finds 1000000.0 bins"),
              std::string::npos)
        << refusal([&] { (void)count_of_bins(numbers_of(outlier), "fd"); });
    EXPECT_NE(refusal([] {
                  (void)count_of_bins(numbers_of<double>({1, std::nan("")}), "fd");
              }).find("1 NaN"),
              std::string::npos);
}

}  // namespace
}  // namespace wbm::histogram
