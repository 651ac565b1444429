// Reading JSON text: what is accepted, what is refused and in which words.
#include <wbm/json.hpp>

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace json = wbm::json;
using json::NonFinite;

std::string error_of(std::string_view text, NonFinite non_finite = NonFinite::allow, const json::Limits& limits = {}) {
    std::string error;
    try {
        (void)json::read(text, non_finite, limits);
    } catch (const json::Error& e) {
        error = e.what();
    }
    // The restyler has the same grammar, so it must say the same.
    std::string same = "before";
    try {
        json::append_restyled(same, text, json::Style::fast, non_finite, limits);
        EXPECT_EQ(error, "") << text.substr(0, 80);
    } catch (const json::Error& e) {
        EXPECT_EQ(error, e.what()) << text.substr(0, 80);
        EXPECT_EQ(same, "before");
    }
    EXPECT_TRUE(json::is_utf8(error));
    EXPECT_LT(error.size(), 300u);
    return error;
}

std::string nested(std::size_t depth, const std::string& open = "[", const std::string& close = "]") {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += open;
    if (open.back() == ':') text += "1";
    for (std::size_t i = 0; i < depth; ++i) text += close;
    return text;
}

TEST(JsonRead, Scalars) {
    EXPECT_TRUE(json::read(" null\n").is_null());
    EXPECT_EQ(json::read("true"), json::value(true));
    EXPECT_EQ(json::read("false"), json::value(false));
    EXPECT_EQ(json::read("\"\"").get_string(), "");
    EXPECT_EQ(json::read("-12").get_int64(), -12);
    EXPECT_EQ(json::read("-9223372036854775808").get_int64(), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(json::read("9223372036854775807").get_int64(), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(json::read("9223372036854775808").get_uint64(), 9223372036854775808u);
    EXPECT_EQ(json::read("18446744073709551615").get_uint64(), std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(json::read("-0").get_int64(), 0);
    EXPECT_TRUE(json::read("1.0").is_double());
}

TEST(JsonRead, DoublesAreTheNearest) {
    EXPECT_EQ(json::read("0.1").get_double(), 0.1);
    EXPECT_EQ(json::read("1E5").get_double(), 100000.0);
    EXPECT_EQ(json::read("5e-324").get_double(), 5e-324);
    EXPECT_EQ(json::read("1.7976931348623157e308").get_double(), std::numeric_limits<double>::max());
    EXPECT_TRUE(std::signbit(json::read("-0.0").get_double()));
    // Halfway between two doubles, and a hair above it: only exact arithmetic tells them apart.
    EXPECT_EQ(json::read("9007199254740993.0").get_double(), 9007199254740992.0);
    EXPECT_EQ(json::read("9007199254740993.00000000000000000000000000000000001").get_double(), 9007199254740994.0);
}

TEST(JsonRead, IntegersBeyond64BitsBecomeTheNearestDouble) {
    EXPECT_EQ(json::read("18446744073709551616").get_double(), 18446744073709551616.0);
    EXPECT_EQ(json::read("-9223372036854775809").get_double(), -9223372036854775808.0);
    EXPECT_EQ(json::read("1180591620717411303424").get_double(), std::ldexp(1.0, 70));
}

TEST(JsonRead, UnderflowIsZeroAndOverflowIsRefused) {
    EXPECT_EQ(json::read("1e-400").get_double(), 0.0);
    EXPECT_TRUE(std::signbit(json::read("-123.4e-99999999999999999999").get_double()));
    EXPECT_EQ(json::read("0e99999999999999999999").get_double(), 0.0);
    EXPECT_EQ(json::read("0." + std::string(400, '0') + "1").get_double(), 0.0);
    EXPECT_EQ(json::read("0." + std::string(400, '0') + "1e400").get_double(), 0.1);
    EXPECT_EQ(error_of("[1E400]"), "JSON, line 1, column 2: the number 1E400 is too big for a double");
    EXPECT_EQ(error_of("-1e99999999999999999999"),
              "JSON, line 1, column 1: the number -1e99999999999999999999 is too big for a double");
    EXPECT_EQ(error_of("1" + std::string(400, '0') + ".0"),
              "JSON, line 1, column 1: the number 1" + std::string(63, '0') + "... is too big for a double");
    EXPECT_THROW((void)json::read("1" + std::string(400, '0')), json::Error);
}

TEST(JsonRead, Strings) {
    EXPECT_EQ(json::read(R"("a\"\\\/\b\f\n\r\tz")").get_string(), "a\"\\/\b\f\n\r\tz");
    EXPECT_EQ(json::read(R"("\u00e9\u20AC\ud83d\ude00")").get_string(), "é€\U0001f600");
    EXPECT_EQ(json::read("\"é€\U0001f600\x7f\"").get_string(), "é€\U0001f600\x7f");
    EXPECT_EQ(json::read(R"("a\u0000b")").get_string(), json::string(std::string("a\0b", 3)));
    const std::string big(1'000'000, 'x');
    EXPECT_EQ(json::read("\"" + big + "\"").get_string(), big);
}

TEST(JsonRead, ContainersKeepOrder) {
    const json::object o = json::read_object(R"({"b":[1,{"z":[]}],"a":{}, "\u00e9":null})");
    std::string keys;
    for (const auto& member : o) keys += std::string(member.key()) + ",";
    EXPECT_EQ(keys, "b,a,é,");
    EXPECT_EQ(boost::json::serialize(o), R"({"b":[1,{"z":[]}],"a":{},"é":null})");
}

TEST(JsonRead, BareNonFiniteTokens) {
    const json::array a = json::read("[NaN, Infinity, -Infinity]").get_array();
    EXPECT_TRUE(std::isnan(a[0].get_double()));
    EXPECT_EQ(a[1].get_double(), std::numeric_limits<double>::infinity());
    EXPECT_EQ(a[2].get_double(), -std::numeric_limits<double>::infinity());
    EXPECT_EQ(error_of("[1,\n -Infinity]", NonFinite::refuse),
              "JSON, line 2, column 2: -Infinity is not allowed here; write null or a finite number");
    EXPECT_EQ(error_of("NaN", NonFinite::refuse),
              "JSON, line 1, column 1: NaN is not allowed here; write null or a finite number");
    EXPECT_EQ(error_of("-NaN"), "JSON, line 1, column 2: expected a digit, found 'N'");
    EXPECT_EQ(error_of("-Inf"), "JSON, line 1, column 5: expected the word -Infinity, found the end of the text");
}

TEST(JsonRead, RefusesAndSaysWhere) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"", "line 1, column 1: expected a value, found the end of the text"},
        {"[1,]", "line 1, column 4: expected a value, found ']'"},
        {"[1 2]", "line 1, column 4: expected ',' or ']', found '2'"},
        {"{\"a\" 1}", "line 1, column 6: expected ':' after the key, found '1'"},
        {"{\"a\":1,}", "line 1, column 8: expected a key in double quotes, found '}'"},
        {"{a:1}", "line 1, column 2: expected a key in double quotes, found 'a'"},
        {"{\"a\":1]", "line 1, column 7: expected ',' or '}', found ']'"},
        {"1 1", "line 1, column 3: expected the end of the text, found '1'"},
        {"\n\n  nulx", "line 3, column 6: expected the word null, found 'x'"},
        {"truely", "line 1, column 5: expected the end of the text, found 'l'"},
        {"+1", "line 1, column 1: expected a value, found '+'"},
        {"01", "line 1, column 1: a number has no leading zeros"},
        {"-", "line 1, column 2: expected a digit, found the end of the text"},
        {"1.", "line 1, column 3: expected a digit after the decimal point, found the end of the text"},
        {"1.e5", "line 1, column 3: expected a digit after the decimal point, found 'e'"},
        {"1e+", "line 1, column 4: expected a digit in the exponent, found the end of the text"},
        {".5", "line 1, column 1: expected a value, found '.'"},
        {"\f1", "line 1, column 1: expected a value, found U+000C"},
        {"\"éé\" é", "line 1, column 6: expected the end of the text, found U+00E9"},
        {"[\xff]", "line 1, column 2: expected a value, found the byte 0xFF"},
        {"\xef\xbb\xbf{}", "line 1, column 1: the text begins with a byte order mark; remove it"},
        {"\"abc", "line 1, column 1: the string has no closing quote"},
        {"\"a\nb\"", "line 1, column 3: the control character U+000A in a string must be escaped"},
        {"\"\\x\"", "line 1, column 3: expected one of \"\\/bfnrtu after a backslash, found 'x'"},
        {"\"\\u12g4\"", "line 1, column 2: expected four hex digits after \\u"},
        {"{\"a\":1,\"b\":2,\n\"\\u0061\":3}", "line 2, column 1: the key \"a\" comes twice"},
    };
    for (const auto& [text, reason] : cases) EXPECT_EQ(error_of(text), "JSON, " + reason) << text;
    try {
        (void)json::read("{\"a\":1, \"a\":2}");
        FAIL();
    } catch (const json::Error& e) {
        EXPECT_EQ(e.offset(), 8u);
    }
    EXPECT_THROW((void)json::read(std::string_view("1\0", 2)), json::Error);
}

TEST(JsonRead, ErrorsQuoteOnlyTheBeginningOfALongKey) {
    std::string key(63, 'k');
    key += "é" + std::string(1000, 'k');
    EXPECT_EQ(error_of("{\"" + key + "\":1,\"" + key + "\":2}"),
              "JSON, line 1, column 1071: the key \"" + std::string(63, 'k') + "...\" comes twice");
}

TEST(JsonRead, LoneSurrogates) {
    const std::string half =
        "JSON, line 1, column 2: the escape \\ud800 is half of a surrogate pair, no character has it";
    for (const char* text : {R"("\ud800")", R"("\ud800x")", R"("\ud800\n00000")", R"("\ud800\u0041")",
                             R"("\ud800\ud800")", R"("\ud800\u00")"})
        EXPECT_EQ(error_of(text), half) << text;
    EXPECT_NE(error_of(R"("\udc00")"), "");
    EXPECT_EQ(error_of(R"("\udbff\udfff")"), "");
}

TEST(JsonRead, Utf8IsStrict) {
    const std::vector<std::string> bad = {"\x80",
                                          "\xbf",
                                          "\xc0\x80",
                                          "\xc1\xbf",
                                          "\xc3",
                                          "\xc3(",
                                          "\xe0\x80\x80",
                                          "\xe0\x9f\xbf",
                                          "\xe2\x82",
                                          "\xed\xa0\x80",
                                          "\xed\xbf\xbf",
                                          "\xf0\x80\x80\x80",
                                          "\xf0\x8f\xbf\xbf",
                                          "\xf0\x9f\x98",
                                          "\xf4\x90\x80\x80",
                                          "\xf5\x80\x80\x80",
                                          "\xff",
                                          "\xfe"};
    for (const std::string& bytes : bad) {
        for (const std::string& text : {bytes, "plain text " + bytes, bytes + " and so on"}) {
            EXPECT_FALSE(json::is_utf8(text));
            EXPECT_NE(error_of("\"" + text + "\"").find("is not valid UTF-8 here"), std::string::npos);
            EXPECT_NE(error_of("{\"" + text + "\":1}").find("is not valid UTF-8 here"), std::string::npos);
        }
    }
    for (const char* text : {"", "a", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                             "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "\x01\"\\\x7f"})
        EXPECT_TRUE(json::is_utf8(text)) << text;
    EXPECT_EQ(error_of("\"a\xff\""), "JSON, line 1, column 3: the byte 0xFF is not valid UTF-8 here");
}

TEST(JsonRead, EveryTruncationIsRefused) {
    const std::string text =
        R"({"_type":"image-file","caption":"caf\u00e9 é \ud83d\ude00","size":[12.5e-3,true,null,-Infinity,{}],"x":{"y":[]}})";
    EXPECT_EQ(error_of(text), "");
    for (std::size_t n = 0; n < text.size(); ++n) EXPECT_NE(error_of(text.substr(0, n)), "") << text.substr(0, n);
}

TEST(JsonRead, DepthIsBounded) {
    for (const auto& [open, close] : {std::pair<std::string, std::string>{"[", "]"}, {"{\"a\":", "}"}}) {
        EXPECT_EQ(error_of(nested(255, open, close)), "");
        EXPECT_EQ(error_of(nested(256, open, close)), "");
        EXPECT_NE(error_of(nested(257, open, close)), "");
        EXPECT_NE(error_of(nested(10'000, open, close)), "");
    }
    EXPECT_EQ(error_of(nested(257)), "JSON, line 1, column 257: more than 256 arrays and objects inside each other");
    EXPECT_EQ(error_of("[[]]", NonFinite::allow, {.max_depth = 1}),
              "JSON, line 1, column 2: more than 1 arrays and objects inside each other");
    EXPECT_EQ(error_of("1", NonFinite::allow, {.max_depth = 0}), "");
    // A caller's limit cannot cost the stack.
    EXPECT_EQ(error_of(nested(1024), NonFinite::allow, {.max_depth = 1'000'000}), "");
    EXPECT_NE(error_of(nested(1'000'000), NonFinite::allow, {.max_depth = 1'000'000}), "");
}

TEST(JsonRead, LengthIsBounded) {
    EXPECT_EQ(error_of("[1,2]", NonFinite::allow, {.max_bytes = 5}), "");
    EXPECT_EQ(error_of("[1,2]", NonFinite::allow, {.max_bytes = 4}), "JSON: the text has 5 bytes, the limit is 4");
}

TEST(JsonRead, DuplicatesAreFoundInBigObjects) {
    std::string text = "{";
    constexpr int count = 1'000'000;
    for (int i = 0; i < count; ++i) text += "\"k" + std::to_string(i) + "\":0,";
    const std::string good = text + "\"last\":0}";
    EXPECT_EQ(json::read_object(good).size(), count + 1u);
    EXPECT_EQ(json::restyle(good, json::Style::fast), good);
    EXPECT_NE(error_of(text + "\"\\u006b77\":0}").find("the key \"k77\" comes twice"), std::string::npos);
}

TEST(JsonRead, DuplicatesInInnerObjectsAndEqualKeysElsewhere) {
    EXPECT_EQ(error_of(R"({"a":{"a":{"a":1},"\u0062":2},"b":[{"a":1},{"a":1}]})"), "");
    EXPECT_EQ(error_of(R"([{"\u0061":{"\u0062":1},"c":2,"\u0062":3,"a":4}])"),
              "JSON, line 1, column 42: the key \"a\" comes twice");
}

TEST(JsonRead, TheFirstDuplicateIsReported) {
    for (const int count : {5, 50}) {
        std::string text = "{";
        for (int i = 0; i < 2 * count; ++i) text += "\"k" + std::to_string(i % count) + "\":0,";
        EXPECT_NE(error_of(text + "\"z\":0}").find("the key \"k0\" comes twice"), std::string::npos);
    }
}

TEST(JsonRead, ReadObjectWantsAnObject) {
    EXPECT_EQ(json::read_object(" {} ").size(), 0u);
    try {
        (void)json::read_object(" [1]");
        FAIL();
    } catch (const json::Error& e) {
        EXPECT_STREQ(e.what(), "JSON, line 1, column 2: expected an object, found '['");
    }
}

std::string find(std::string_view text, std::string_view key) {
    std::string scratch;
    return std::string(json::find_string(text, key, scratch));
}

TEST(JsonFindString, FindsTopLevelStrings) {
    EXPECT_EQ(find(R"({"_type":"image-file"})", "_type"), "image-file");
    EXPECT_EQ(find(" {\n\"a\" : 1.5e3 , \"_type\"\t:\r\"x\" , oops", "_type"), "x");
    EXPECT_EQ(find(R"({"a":{"_type":"no","x":"}]\""},"b":[{"_type":"no"},"\\"],"_type":"yes"})", "_type"), "yes");
    EXPECT_EQ(find(R"({"v":"\"_type\":\"no\"","_type":"yes"})", "_type"), "yes");
    EXPECT_EQ(find(R"({"\u005ftype":"caf\u00e9"})", "_type"), "café");
    EXPECT_EQ(find(R"({"a":null,"é":"x"})", "é"), "x");
    EXPECT_EQ(find(R"({"a":"1","":"empty"})", ""), "empty");
}

TEST(JsonFindString, EmptyWhenThereIsNone) {
    for (const char* text : {"",
                             "null",
                             "[]",
                             "[\"_type\",\"x\"]",
                             "{",
                             "{}",
                             "{\"a\":1}",
                             "{\"_type\"",
                             "{\"_type\":",
                             "{\"_type\":1}",
                             "{\"_type\":\"open",
                             "{\"_type\":\"\xff\"}",
                             "{\"_type\":\"\\ud800\"}",
                             "{\"a\":\"open}",
                             "{\"a\":[{\"_type\":\"x\"}]}",
                             "{\"a\":1}, \"_type\":\"x\"}",
                             "{\"a\":[[[",
                             "{\"_typ\":\"x\",\"_types\":\"y\"}",
                             "{1:2}",
                             "{\"_type\":{\"_type\":\"x\"}}"})
        EXPECT_EQ(find(text, "_type"), "") << text;
    EXPECT_EQ(find("{\"a\":" + nested(100'000) + ",\"_type\":\"deep\"}", "_type"), "deep");
}

TEST(JsonFindString, ViewsPointIntoTheText) {
    const std::string text = R"({"_type":"image-file"})";
    std::string scratch;
    EXPECT_EQ(json::find_string(text, "_type", scratch).data(), text.data() + 10);
}

}  // namespace
