// wbm/media/plain_array.hpp: what arrays become in a history and in a summary. The numbers are NumPy 2.4's.
#include <wbm/media/plain_array.hpp>
#include <wbm/wbm.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "temp_dir.hpp"

namespace wbm {
namespace {

using ::testing::HasSubstr;

/// A DLTensor of a vector.
template <class T>
class View {
public:
    View(std::vector<T> elements, std::vector<std::int64_t> shape, DLDataType dtype = dtype_of<T>(),
         std::vector<std::int64_t> strides = {}, std::uint64_t offset = 0)
        : elements_(std::move(elements)), shape_(std::move(shape)), strides_(std::move(strides)) {
        tensor_ = {elements_.data(),
                   {kDLCPU, 0},
                   static_cast<int>(shape_.size()),
                   dtype,
                   shape_.data(),
                   strides_.empty() ? nullptr : strides_.data(),
                   offset};
    }
    View(const View&) = delete;
    View& operator=(const View&) = delete;
    [[nodiscard]] const DLTensor& dl() const { return tensor_; }
    DLTensor& dl() { return tensor_; }

private:
    std::vector<T> elements_;
    std::vector<std::int64_t> shape_;
    std::vector<std::int64_t> strides_;
    DLTensor tensor_{};
};

class PlainArrayTest : public ::testing::Test {
protected:
    std::string plain(const DLTensor& array) {
        return json::write(plain_array(media, array), json::Style::fast, json::NonFinite::allow);
    }
    template <class Call>
    static std::string refusal(const Call& call) {
        try {
            (void)call();
        } catch (const MediaError& e) {
            return std::string(to_string(e.status())) + " " + e.what();
        }
        return "not refused";
    }

    Registry media{RegistryOptions{.directories = {WBM_PLUGINS}, .search_standard_places = false, .use_cache = false}};
};

// W054
TEST_F(PlainArrayTest, IsANumberAListOrAHistogram) {
    EXPECT_EQ(plain(View<std::int64_t>({5}, {1, 1}).dl()), "5");
    EXPECT_EQ(plain(View<double>({2}, {}).dl()), "2.0");
    EXPECT_EQ(plain(View<double>({}, {2, 0}).dl()), "[[],[]]");
    EXPECT_EQ(plain(View<std::int16_t>({1, 2, 3, 4, 5, 6}, {3, 2}).dl()), "[[1,2],[3,4],[5,6]]");
    std::vector<std::int64_t> range(33);
    std::iota(range.begin(), range.end(), 0);
    const json::value histogram = plain_array(media, View<std::int64_t>(range, {3, 11}).dl());
    EXPECT_EQ(histogram.at("_type"), "histogram");
    EXPECT_EQ(histogram.at("values").as_array().size(), 32U);
    EXPECT_EQ(histogram.at("values").at(31), 2);
    EXPECT_EQ(histogram.at("bins").at(32), 32.0);
    EXPECT_EQ(plain(View<std::int64_t>(range, {3, 11}).dl()).substr(0, 36), R"({"_type":"histogram","values":[1,1,1)");
    range.pop_back();
    EXPECT_EQ(plain_array(media, View<std::int64_t>(range, {32}).dl()).as_array().size(), 32U);
}

TEST_F(PlainArrayTest, TakesEveryNumberType) {
    EXPECT_EQ(plain(View<std::uint8_t>({0, 1, 2}, {3}, {dl_bool, 8, 1}).dl()), "[false,true,true]");
    EXPECT_EQ(plain(View<std::uint64_t>({18446744073709551615ULL, 0}, {2}).dl()), "[18446744073709551615,0]");
    EXPECT_EQ(plain(View<std::int8_t>({-128, 127}, {2}).dl()), "[-128,127]");
    EXPECT_EQ(plain(View<float>({0.1F, std::nanf("")}, {2}).dl()), "[0.10000000149011612,NaN]");
    EXPECT_EQ(plain(View<std::uint16_t>({0x3c00, 0x0001, 0xfc00, 0x8000}, {4}, {kDLFloat, 16, 1}).dl()),
              "[1.0,5.960464477539063e-8,-Infinity,-0.0]");
    EXPECT_EQ(plain(View<std::uint16_t>({0x3f80, 0xc040}, {2}, {kDLBfloat, 16, 1}).dl()), "[1.0,-3.0]");
    EXPECT_EQ(plain(View<std::int32_t>({1, 2, 3, 4, 5, 6}, {2, 2}, dtype_of<std::int32_t>(), {-3, -1}, 20).dl()),
              "[[6,5],[3,2]]");
    EXPECT_EQ(refusal([&] {
                  return plain(View<double>({1, 2}, {1}, {kDLComplex, 128, 1}).dl());
              }).substr(0, 49),
              "unsupported the array has elements of DLPack code");
    View<float> elsewhere({1}, {1});
    elsewhere.dl().device.device_type = kDLCUDA;
    EXPECT_THAT(refusal([&] { return plain(elsewhere.dl()); }), HasSubstr("copy it to the CPU"));
    View<float> empty({1}, {1});
    empty.dl().data = nullptr;
    EXPECT_THAT(refusal([&] { return plain(empty.dl()); }), HasSubstr("invalid the array has elements but no data"));
    EXPECT_THAT(refusal([&] { return plain(View<float>({1}, {-1}).dl()); }), HasSubstr("an extent of -1"));
    std::vector<double> many(33, 1.0);
    many[7] = std::nan("");
    EXPECT_THAT(refusal([&] { return plain(View<double>(many, {33}).dl()); }), HasSubstr("1 NaN and 0 infinities"));
}

TEST_F(PlainArrayTest, IsLogged) {
    const test::TempDir dir;
    wbm::Run run(dir / "run");
    const ValuePtr value = media.create("histogram", json_text("[1,2,3]"), {{"num_bins", 3}});
    EXPECT_EQ(run.log("w", plain_array(media, value->tensor()), 0), "[1,1,1]");
    EXPECT_EQ(array_summary(value->tensor()).at("mean"), 1.0);
}

/// Numbers that any machine makes alike, of -524.288 to 524.287.
std::vector<double> sample(std::size_t count) {
    std::vector<double> numbers;
    std::uint64_t state = 99;
    for (std::size_t i = 0; i < count; ++i) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        numbers.push_back((static_cast<double>(state >> 44) - 524288) / 1000);
    }
    return numbers;
}

template <class T>
std::string summary_of(std::size_t count, double (*change)(double)) {
    std::vector<T> elements;
    for (const double x : sample(count)) elements.push_back(static_cast<T>(change(x)));
    const View<T> view(elements, {static_cast<std::int64_t>(count)});
    return json::write(array_summary(view.dl()), json::Style::standard, json::NonFinite::allow);
}

// W055
TEST(ArraySummary, HasNumPysNumbersOfFloats) {
    const auto same = [](double x) { return x; };
    EXPECT_EQ(summary_of<double>(9000, same),
              R"({"_type": "numpy.ndarray", "var": 91832.69704286956, "mean": 3.257219555555556, "min": -524.203, )"
              R"("max": 524.282, "10%": -413.6987, "25%": -258.8365, "75%": 267.1865, "90%": 426.12030000000004, )"
              R"("size": 9000})");
    EXPECT_EQ(summary_of<double>(5, same),
              R"({"_type": "numpy.ndarray", "var": 71527.30942136, "mean": -41.4612, "min": -362.809, )"
              R"("max": 383.668, "10%": -329.5646, "25%": -279.698, "75%": 88.382, "90%": 265.5536, "size": 5})");
    EXPECT_EQ(summary_of<float>(9000, same),
              R"({"_type": "numpy.ndarray", "var": 91832.6953125, "mean": 3.2572197914123535, )"
              R"("min": -524.2030029296875, "max": 524.281982421875, "10%": -413.6986999511719, )"
              R"("25%": -258.83648681640625, "75%": 267.1864929199219, "90%": 426.12030029296875, "size": 9000})");
}

TEST(ArraySummary, HasNumPysNumbersOfIntegers) {
    EXPECT_EQ(summary_of<std::int32_t>(9000, [](double x) { return std::trunc(x); }),
              R"({"_type": "numpy.ndarray", "var": 91571.97900498765, "mean": 3.257111111111111, "min": -524, )"
              R"("max": 524, "10%": -413.0, "25%": -258.0, "75%": 267.0, "90%": 426.0, "size": 9000})");
    EXPECT_EQ(summary_of<std::int8_t>(100, [](double x) { return std::trunc(x / 5); }),
              R"({"_type": "numpy.ndarray", "var": 3564.9411, "mean": 6.83, "min": -103, "max": 101, "10%": -80.5, )"
              R"("25%": -40.5, "75%": 60.25, "90%": 83.10000000000001, "size": 100})");
    EXPECT_EQ(summary_of<std::uint64_t>(1000, [](double x) { return std::trunc(std::fabs(x)); }),
              R"({"_type": "numpy.ndarray", "var": 22657.001964000003, "mean": 269.494, "min": 0, "max": 523, )"
              R"("10%": 56.0, "25%": 139.75, "75%": 397.0, "90%": 473.1, "size": 1000})");
}

TEST(ArraySummary, HasNumPysNumbersOfHalves) {
    // -1, 0.1, 0.2, 0.3, 1, 2.75 and 100
    const View<std::uint16_t> halves({0xbc00, 0x2e66, 0x3266, 0x34cd, 0x3c00, 0x4180, 0x5640}, {7}, {kDLFloat, 16, 1});
    EXPECT_EQ(json::write(array_summary(halves.dl()), json::Style::standard, json::NonFinite::allow),
              R"({"_type": "numpy.ndarray", "var": 1213.0, "mean": 14.765625, "min": -1.0, "max": 100.0, )"
              R"("10%": -0.33984375, "25%": 0.14990234375, "75%": 1.875, "90%": 41.625, "size": 7})");
    const View<std::uint16_t> wide({0xfbff, 0x7bff}, {2}, {kDLFloat, 16, 1});  // halves overflow, as NumPy's do
    EXPECT_EQ(array_summary(wide.dl()).at("var"), HUGE_VAL);
}

TEST(ArraySummary, TakesNanAndWideIntegers) {
    const View<double> holes({1, std::nan(""), 3}, {3});
    for (const auto& member : array_summary(holes.dl())) {
        const bool is_number = member.key() != "_type" && member.key() != "size";
        EXPECT_TRUE(!is_number || std::isnan(member.value().as_double())) << member.key();
    }
    // NumPy says -105.6 here: its int8 has no 200.
    const View<std::int8_t> wide({-100, 100}, {2});
    EXPECT_EQ(array_summary(wide.dl()).at("10%"), -80.0);
    EXPECT_EQ(array_summary(wide.dl()).at("75%"), 50.0);
    const View<std::uint8_t> flags({0, 1, 1, 1}, {4}, {dl_bool, 8, 1});
    EXPECT_EQ(array_summary(flags.dl()).at("mean"), 0.75);
    EXPECT_EQ(array_summary(flags.dl()).at("max"), true);
}

TEST(ArraySummary, RefusesAnEmptyArray) { EXPECT_THROW((void)array_summary(View<double>({}, {0}).dl()), MediaError); }

}  // namespace
}  // namespace wbm
