// Writing JSON text and laying it out anew: the bytes of each style.
#include <wbm/json.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace json = wbm::json;
using json::NonFinite;
using json::Style;

constexpr Style kStyles[] = {Style::fast, Style::standard, Style::standard_sorted, Style::indented};
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::string number(double d, Style style) {
    std::string out;
    json::append_number(out, d, style);
    return out;
}

std::string text(std::string_view s, Style style) {
    std::string out;
    json::append_string(out, s, style);
    return out;
}

template <class F>
std::string error_of(F&& f) {
    try {
        f();
    } catch (const json::Error& e) {
        EXPECT_TRUE(json::is_utf8(e.what()));
        return e.what();
    }
    return "";
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(JsonNumber, GoldenTable) {
    struct Row {
        double number;
        const char* standard;
        const char* fast;
    };
    const Row rows[] = {
        {0.0, "0.0", "0.0"},
        {-0.0, "-0.0", "-0.0"},
        {1.0, "1.0", "1.0"},
        {-640.0, "-640.0", "-640.0"},
        {0.5, "0.5", "0.5"},
        {100.25, "100.25", "100.25"},
        {1e15, "1000000000000000.0", "1000000000000000.0"},
        {1e16, "1e+16", "1e+16"},
        {-1e22, "-1e+22", "-1e+22"},
        {123456789012345680.0, "1.2345678901234568e+17", "1.2345678901234568e+17"},
        {9007199254740991.0, "9007199254740991.0", "9007199254740991.0"},
        {9007199254740992.0, "9007199254740992.0", "9007199254740992.0"},
        {9999999999999998.0, "9999999999999998.0", "9999999999999998.0"},
        {1234567890123456.5, "1234567890123456.5", "1234567890123456.5"},
        {0.001, "0.001", "0.001"},
        {0.0001, "0.0001", "0.0001"},
        {0.00012345, "0.00012345", "0.00012345"},
        {1e-05, "1e-05", "0.00001"},
        {1.5e-05, "1.5e-05", "0.000015"},
        {-1.2345678901234567e-05, "-1.2345678901234568e-05", "-0.000012345678901234568"},
        {1e-06, "1e-06", "1e-6"},
        {1e-07, "1e-07", "1e-7"},
        {1.5e-10, "1.5e-10", "1.5e-10"},
        {5e-324, "5e-324", "5e-324"},
        {2.2250738585072014e-308, "2.2250738585072014e-308", "2.2250738585072014e-308"},
        {1.7976931348623157e308, "1.7976931348623157e+308", "1.7976931348623157e+308"},
        {1.0 / 3.0, "0.3333333333333333", "0.3333333333333333"},
        {static_cast<double>(0.1f), "0.10000000149011612", "0.10000000149011612"},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(number(row.number, Style::standard), row.standard);
        EXPECT_EQ(number(row.number, Style::standard_sorted), row.standard);
        EXPECT_EQ(number(row.number, Style::indented), row.standard);
        EXPECT_EQ(number(row.number, Style::fast), row.fast);
    }
    EXPECT_EQ(error_of([] { number(kInfinity, Style::fast); }), "the number is Infinity, not finite");
}

TEST(JsonNumber, ReadsBackExactly) {
    std::mt19937_64 random(7);
    for (int i = 0; i < 20'000; ++i) {
        const std::uint64_t bits = random();
        double d = 0;
        std::memcpy(&d, &bits, sizeof d);
        if (i % 4 == 1) d = static_cast<double>(random() % 1'000'000) / 1000;
        if (i % 4 == 2) d = std::ldexp(static_cast<double>(random() >> 11), static_cast<int>(random() % 140) - 100);
        if (!std::isfinite(d)) continue;
        for (const Style style : {Style::standard, Style::fast}) {
            const std::string written = number(d, style);
            EXPECT_EQ(json::read(written).get_double(), d) << written;
            EXPECT_EQ(json::restyle(written, style), written);
            // From the other layout, and from more digits than needed.
            char digits[64];
            std::snprintf(digits, sizeof digits, "%.20e", d);
            EXPECT_EQ(json::restyle(digits, style), written) << digits;
        }
        EXPECT_EQ(json::restyle(number(d, Style::fast), Style::standard), number(d, Style::standard));
        EXPECT_EQ(json::restyle(number(d, Style::standard), Style::fast), number(d, Style::fast));
    }
}

TEST(JsonString, StandardIsAscii) {
    EXPECT_EQ(text("é", Style::standard), "\"\\u00e9\"");
    EXPECT_EQ(text("\U0001f600", Style::standard), "\"\\ud83d\\ude00\"");
    EXPECT_EQ(text("\U0010ffff\uffff", Style::standard), "\"\\udbff\\udfff\\uffff\"");
    EXPECT_EQ(text("a/\"\\\b\f\n\r\t\x01\x1f\x7f z", Style::standard),
              "\"a/\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f z\"");
    for (const Style style : {Style::standard_sorted, Style::indented})
        EXPECT_EQ(text("é\x7f", style), "\"\\u00e9\\u007f\"");
}

TEST(JsonString, FastIsUtf8) {
    EXPECT_EQ(text("é\U0001f600\u2028/\x7f", Style::fast), "\"é\U0001f600\u2028/\x7f\"");
    EXPECT_EQ(text("a\"\\\b\f\n\r\t\x01\x1f", Style::fast), "\"a\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\"");
    EXPECT_EQ(text(std::string_view("\0", 1), Style::fast), "\"\\u0000\"");
}

TEST(JsonString, RefusesWhatIsNotUtf8) {
    std::string out = "kept";
    EXPECT_EQ(error_of([&] { json::append_string(out, "abcdefghij\xff", Style::fast); }),
              "the string is not valid UTF-8 at byte 10");
    EXPECT_EQ(out, "kept");
    json::object o{{"data", json::array{1, json::object{{"label", "\xed\xa0\x80"}}}}};
    EXPECT_EQ(error_of([&] { json::append(out, o); }), "data[1].label is not valid UTF-8");
    EXPECT_EQ(error_of([] { (void)json::write(json::value("\xc3")); }), "the value is not valid UTF-8");
    o = {{"a b", json::object{{"k\xff", 1}}}};
    EXPECT_EQ(error_of([&] { (void)json::write(o); }), "[\"a b\"] has a key that is not valid UTF-8");
    EXPECT_EQ(out, "kept");
}

json::value sample() {
    return {{"b", {1, -2.5, 18446744073709551615u}}, {"a", json::object{}}, {"é", {nullptr, true, json::array{}}}};
}

TEST(JsonWrite, Styles) {
    EXPECT_EQ(json::write(sample()), R"({"b":[1,-2.5,18446744073709551615],"a":{},"é":[null,true,[]]})");
    EXPECT_EQ(json::write(sample(), Style::standard),
              R"({"b": [1, -2.5, 18446744073709551615], "a": {}, "\u00e9": [null, true, []]})");
    EXPECT_EQ(json::write(sample().get_object(), Style::standard_sorted),
              R"({"a": {}, "b": [1, -2.5, 18446744073709551615], "\u00e9": [null, true, []]})");
    EXPECT_EQ(json::write(sample(), Style::indented),
              "{\n    \"b\": [\n        1,\n        -2.5,\n        18446744073709551615\n    ],\n    \"a\": {},\n"
              "    \"\\u00e9\": [\n        null,\n        true,\n        []\n    ]\n}");
    EXPECT_EQ(json::write(json::value(json::object{}), Style::indented), "{}");
    std::string out = "line: ";
    json::append(out, sample().get_object());
    EXPECT_EQ(out, "line: " + json::write(sample()));
}

TEST(JsonWrite, SortsByCodePointAtEveryLevel) {
    const json::value v = {{"column_types", 1},
                           {"_type", 2},
                           {"Z", 3},
                           {"a", {{"\U00010000", 4}, {"\uffff", 5}, {"é", 6}}},
                           {"ab", 7},
                           {"", 8},
                           {"\x7f", json::array{{{"y", 9}, {"x", 10}}}}};
    const std::string sorted =
        "{\"\": 8, \"Z\": 3, \"_type\": 2, \"a\": {\"\\u00e9\": 6, \"\\uffff\": 5, \"\\ud800\\udc00\": 4}, "
        "\"ab\": 7, \"column_types\": 1, \"\\u007f\": [{\"x\": 10, \"y\": 9}]}";
    EXPECT_EQ(json::write(v, Style::standard_sorted), sorted);
    for (const Style style : kStyles) EXPECT_EQ(json::restyle(json::write(v, style), Style::standard_sorted), sorted);
}

TEST(JsonWrite, NonFiniteIsNamedOrWritten) {
    const json::value v = {{"data", {0, 1, 2, {{"score", std::nan("")}}}}, {"x y", {kInfinity, -kInfinity}}};
    EXPECT_EQ(error_of([&] { (void)json::write(v); }), "data[3].score is NaN");
    EXPECT_EQ(error_of([&] { (void)json::write(v.at("x y")); }), "[0] is Infinity");
    EXPECT_EQ(error_of([&] { (void)json::write(json::value{{"x y", {1, -kInfinity}}}); }), "[\"x y\"][1] is -Infinity");
    EXPECT_EQ(error_of([&] { (void)json::write(json::value(std::nan(""))); }), "the value is NaN");
    for (const Style style : {Style::fast, Style::standard_sorted}) {
        const std::string written = json::write(v, style, NonFinite::allow);
        EXPECT_NE(written.find("NaN"), std::string::npos);
        EXPECT_EQ(json::restyle(written, style, NonFinite::allow), written);
        EXPECT_EQ(json::write(json::read(written), style, NonFinite::allow), written);
        EXPECT_NE(error_of([&] { (void)json::restyle(written, style); }), "");
    }
    EXPECT_EQ(json::write(v.at("x y"), Style::fast, NonFinite::allow), "[Infinity,-Infinity]");
}

TEST(JsonWrite, ErrorPlacesAreBounded) {
    json::value v = std::nan("");
    for (int i = 0; i < 200; ++i) v = json::object{{std::string(1000, 'k'), std::move(v)}};
    const std::string error = error_of([&] { (void)json::write(v); });
    EXPECT_LT(error.size(), 600u);
    EXPECT_EQ(error.substr(0, 3), "...");
}

TEST(JsonWrite, DepthIsBounded) {
    for (const std::size_t depth : {255u, 256u}) EXPECT_EQ(json::write(json::read(nested(depth))), nested(depth));
    json::value v = json::read(nested(256));
    for (int i = 256; i < 10'000; ++i) v = json::array{std::move(v)};
    const std::string deep = "the value has more than 256 arrays and objects inside each other";
    EXPECT_EQ(error_of([&] { (void)json::write(v); }), deep);
    v = json::array{json::read(nested(256))};
    EXPECT_EQ(error_of([&] { (void)json::write(v); }), deep);
    v = json::array{json::read(nested(255))};
    EXPECT_EQ(json::write(v), nested(256));
}

TEST(JsonRestyle, KeepsIntegersOrderAndSign) {
    const std::string big = "1180591620717411303424" + std::string(1000, '7');
    EXPECT_EQ(json::restyle("[" + big + ",-" + big + ", -0, 0]", Style::standard),
              "[" + big + ", -" + big + ", -0, 0]");
    EXPECT_EQ(json::restyle(R"( {"b" : 1E2 ,"a":-0.0} )", Style::fast), R"({"b":100.0,"a":-0.0})");
    for (const auto& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{"1.50", "1.5"},
                                                          {"1.00", "1.0"},
                                                          {"0.00001", "1e-05"},
                                                          {"0.000100", "0.0001"},
                                                          {"1e1", "10.0"},
                                                          {"12.5e-1", "1.25"},
                                                          {"0.1000000000000000055", "0.1"},
                                                          {"123456789.1234567", "123456789.1234567"},
                                                          {"1e-400", "0.0"},
                                                          {"100000000000000000.0", "1e+17"},
                                                          {"0.0", "0.0"},
                                                          {"9.0000000000000001", "9.0"},
                                                          {"9.000000000000001", "9.000000000000002"},
                                                          {"-1.0", "-1.0"}})
        EXPECT_EQ(json::restyle(from, Style::standard), to);
}

TEST(JsonRestyle, EscapesByStyle) {
    const std::string mixed = "[\"é\\u00e9\\/\\u0041\\ud83d\\ude00\x7f\\u007f\\n\"]";
    EXPECT_EQ(json::restyle(mixed, Style::fast), "[\"éé/A\U0001f600\x7f\x7f\\n\"]");
    EXPECT_EQ(json::restyle(mixed, Style::standard), R"(["\u00e9\u00e9/A\ud83d\ude00\u007f\u007f\n"])");
    const std::string long_text(1'000'000, 'y');
    EXPECT_EQ(json::restyle("\"" + long_text + "\"", Style::indented), "\"" + long_text + "\"");
}

TEST(JsonRestyle, AppendsOrLeavesTheStringAlone) {
    for (const char* bad : {"{\"b\":1,\"a\":2,\"b\":3}", "[1,2", "[1e999]"}) {
        std::string out = "before";
        EXPECT_THROW(json::append_restyled(out, bad, Style::standard_sorted), json::Error);
        EXPECT_EQ(out, "before");
    }
    std::string out = "before ";
    json::append_restyled(out, "{\"b\":{\"d\":1,\"c\":[{\"f\":0,\"e\":0}]},\"a\":2}", Style::standard_sorted);
    EXPECT_EQ(out, "before {\"a\": 2, \"b\": {\"c\": [{\"e\": 0, \"f\": 0}], \"d\": 1}}");
}

/// A random document; no integer beyond 64 bits.
class Documents {
public:
    json::value make(int depth) {
        switch (below(depth > 0 ? 9 : 7)) {
            case 0:
                return nullptr;
            case 1:
                return below(2) == 0;
            case 2:
                return static_cast<std::int64_t>(random_());
            case 3:
                return random_();
            case 4:
                return std::ldexp(static_cast<double>(random_() >> 11), static_cast<int>(below(200)) - 150);
            case 5:
                return static_cast<double>(below(2'000'000)) / 1000 - 1000;
            case 6:
                return json::string(word());
            case 7: {
                json::array a;
                for (std::uint64_t n = below(6); n > 0; --n) a.push_back(make(depth - 1));
                return a;
            }
            default: {
                json::object o;
                for (std::uint64_t n = below(40) == 0 ? 60 : below(7); n > 0; --n) o[word()] = make(depth - 1);
                return o;
            }
        }
    }

private:
    std::uint64_t below(std::uint64_t n) { return random_() % n; }
    std::string word() {
        constexpr const char* parts[] = {"a",  "caption", "é",    "\uffff", "\U0001f600", "\"",
                                         "\\", "\n",      "\x01", "\x7f",   "Z_9"};
        std::string out;
        for (std::uint64_t n = below(6); n > 0; --n) out += parts[below(std::size(parts))];
        return out;
    }
    std::mt19937_64 random_{20};
};

TEST(JsonRoundTrip, RandomDocuments) {
    Documents documents;
    for (int i = 0; i < 3000; ++i) {
        const json::value v = documents.make(5);
        std::string texts[std::size(kStyles)];
        for (std::size_t s = 0; s < std::size(kStyles); ++s) {
            texts[s] = json::write(v, kStyles[s]);
            ASSERT_EQ(json::read(texts[s]), v) << texts[s];
            ASSERT_EQ(json::write(json::read(texts[s]), kStyles[s]), texts[s]);
        }
        for (std::size_t from = 0; from < std::size(kStyles); ++from)
            for (std::size_t to = 0; to < std::size(kStyles); ++to) {
                if (kStyles[from] == Style::standard_sorted && kStyles[to] != Style::standard_sorted) continue;
                ASSERT_EQ(json::restyle(texts[from], kStyles[to]), texts[to]);
            }
    }
}

}  // namespace
