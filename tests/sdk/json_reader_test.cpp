#include <wbm/json_reader.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace wbm::json {
namespace {

using Kind = Reader::Kind;
using testing::ElementsAre;

std::string error_of(std::string_view text, const std::function<void(Reader&)>& use) {
    Reader in(text);
    try {
        use(in);
    } catch (const Error& e) {
        return e.what();
    }
    return "no error";
}

TEST(JsonReader, GoesThroughAText) {
    Reader in(R"( {"a" : [1, -2.5e3 ,"x\u00e9\n",true,null,NaN, {"k":[]}] , "b":{} , "c\"":"" } )");
    in.begin_object();
    ASSERT_TRUE(in.next_member());
    EXPECT_EQ(in.key(), "a");
    in.begin_list();
    std::vector<Kind> kinds;
    std::vector<std::string> texts;
    while (in.next_element()) {
        kinds.push_back(in.peek());
        texts.emplace_back(in.skip());
    }
    EXPECT_THAT(kinds, ElementsAre(Kind::integer, Kind::real, Kind::text, Kind::boolean, Kind::null, Kind::non_finite,
                                   Kind::object));
    EXPECT_THAT(texts, ElementsAre("1", "-2.5e3", R"("x\u00e9\n")", "true", "null", "NaN", R"({"k":[]})"));
    ASSERT_TRUE(in.next_member());
    EXPECT_EQ(in.key(), "b");
    EXPECT_EQ(in.read(), value(object()));
    ASSERT_TRUE(in.next_member());
    EXPECT_EQ(in.key(), "c\"");
    EXPECT_EQ(in.text(), "");
    EXPECT_FALSE(in.next_member());
    in.finish();
}

TEST(JsonReader, GivesEachKind) {
    Reader in(R"([7,"\ud83d\udc31","plain",false,null,-Infinity,0.5])");
    in.begin_list();
    ASSERT_TRUE(in.next_element());
    EXPECT_EQ(in.peek(), Kind::integer);
    EXPECT_EQ(in.offset(), 1u);  // though its text was read to see what it is
    EXPECT_EQ(in.number(), "7");
    ASSERT_TRUE(in.next_element());
    EXPECT_EQ(in.text(), "\xf0\x9f\x90\xb1");
    ASSERT_TRUE(in.next_element());
    EXPECT_EQ(in.text(), "plain");
    ASSERT_TRUE(in.next_element());
    EXPECT_FALSE(in.boolean());
    ASSERT_TRUE(in.next_element());
    in.null();
    ASSERT_TRUE(in.next_element());
    EXPECT_EQ(in.non_finite(), -HUGE_VAL);
    ASSERT_TRUE(in.next_element());
    EXPECT_EQ(in.read(), value(0.5));
    EXPECT_FALSE(in.next_element());
    in.finish();
}

TEST(JsonReader, RefusesWhatIsNotJson) {
    const auto list = [](Reader& in) {
        in.begin_list();
        while (in.next_element()) in.skip();
        in.finish();
    };
    EXPECT_EQ(error_of("[1 2]", list), "JSON, line 1, column 4: expected ',' or ']', found '2'");
    EXPECT_EQ(error_of("[1,]", list), "JSON, line 1, column 4: expected a value, found ']'");
    EXPECT_EQ(error_of("[1", list), "JSON, line 1, column 3: expected ',' or ']', found the end of the text");
    EXPECT_EQ(error_of("[1] x", list), "JSON, line 1, column 5: expected the end of the text, found 'x'");
    EXPECT_EQ(error_of("[01]", list), "JSON, line 1, column 2: a number has no leading zeros");
    EXPECT_EQ(error_of("{}", list), "JSON, line 1, column 1: expected a list");
    EXPECT_EQ(error_of("[{\"a\":1,\"a\":2}]",
                       [](Reader& in) {
                           in.begin_list();
                           (void)in.next_element();
                           (void)in.read();
                       }),
              "JSON, line 1, column 9: in this value: JSON, line 1, column 8: the key \"a\" comes twice");
    const auto members = [](Reader& in) {
        in.begin_object();
        while (in.next_member()) in.skip();
    };
    EXPECT_EQ(error_of(R"({"a":1,"b":2,"a":3})", members), "JSON, line 1, column 14: the key \"a\" comes twice");
    EXPECT_EQ(error_of(R"({"a" 1})", members), "JSON, line 1, column 6: expected ':' after the key, found '1'");
    EXPECT_EQ(error_of(R"({,})", members), "JSON, line 1, column 2: expected a key in double quotes, found ','");
}

TEST(JsonReader, RefusesAnotherKind) {
    EXPECT_EQ(error_of("5", [](Reader& in) { in.begin_object(); }), "JSON, line 1, column 1: expected an object");
    EXPECT_EQ(error_of("5", [](Reader& in) { (void)in.text(); }), "JSON, line 1, column 1: expected text");
    EXPECT_EQ(error_of(" 5",
                       [](Reader& in) {
                           (void)in.peek();
                           (void)in.boolean();
                       }),
              "JSON, line 1, column 2: expected true or false");
    EXPECT_EQ(error_of("true", [](Reader& in) { (void)in.number(); }), "JSON, line 1, column 1: expected a number");
    EXPECT_EQ(error_of("true", [](Reader& in) { in.null(); }), "JSON, line 1, column 1: expected null");
    EXPECT_EQ(error_of("\n\"x\"", [](Reader& in) { (void)in.non_finite(); }),
              "JSON, line 2, column 1: expected NaN or an infinity");
}

TEST(JsonReader, HoldsTheLimits) {
    const auto lists = [](Reader& in) {
        in.begin_list();
        (void)in.next_element();
        (void)in.read();
    };
    const std::string deep = std::string(300, '[') + std::string(300, ']');
    EXPECT_THAT(error_of(deep, lists), testing::HasSubstr("more than 256 arrays and objects inside each other"));
    EXPECT_THROW(Reader("[1]", NonFinite::allow, {256, 2}), Error);
    EXPECT_EQ(error_of("[NaN]", lists), "no error");
    Reader strict("NaN", NonFinite::refuse);
    EXPECT_THROW((void)strict.non_finite(), Error);
}

}  // namespace
}  // namespace wbm::json
