#include <wbm/sdk/members.hpp>

#include <gtest/gtest.h>

namespace wbm {
namespace {

template <class Call>
std::string error_of(wbm_status status, const Call& call) {
    try {
        (void)call();
    } catch (const Error& e) {
        EXPECT_EQ(e.status(), status);
        return e.what();
    }
    return "no error";
}

const json::object o{
    {"path", "a/b.png"}, {"size", 5},   {"big", std::uint64_t{1} << 63}, {"half", 0.5},     {"none", nullptr},
    {"flag", true},      {"empty", ""}, {"list", json::array{1, 2}},     {"min", INT64_MIN}};

TEST(Members, Text) {
    EXPECT_EQ(text(o, "path"), "a/b.png");
    EXPECT_EQ(text(o, "empty"), "");
    EXPECT_EQ(error_of(WBM_NOT_FOUND, [] { return text(o, "sha256"); }), "\"sha256\" is missing");
    EXPECT_EQ(error_of(WBM_INVALID, [] { return text(o, "size"); }), "\"size\" must be text, it is 5");
    EXPECT_EQ(error_of(WBM_INVALID, [] { return text(o, "none"); }), "\"none\" must be text, it is null");
}

TEST(Members, OptionalText) {
    EXPECT_EQ(optional_text(o, "path"), "a/b.png");
    EXPECT_EQ(optional_text(o, "empty"), "");
    EXPECT_EQ(optional_text(o, "none"), std::nullopt);
    EXPECT_EQ(optional_text(o, "nothing"), std::nullopt);
    EXPECT_EQ(error_of(WBM_INVALID, [] { return optional_text(o, "list"); }), "\"list\" must be text, it is [1,2]");
    EXPECT_EQ(text_or(o, "none", "x"), "x");
    EXPECT_EQ(text_or(o, "empty", "x"), "");
    EXPECT_EQ(text_or(o, "nothing"), "");
}

TEST(Members, Objects) {
    const json::object outer{{"inner", json::object{{"a", 1}}}, {"none", nullptr}, {"list", json::array{1}}};
    EXPECT_EQ(object_or_empty(outer, "inner"), (json::object{{"a", 1}}));
    EXPECT_TRUE(object_or_empty(outer, "none").empty());
    EXPECT_TRUE(object_or_empty(outer, "nothing").empty());
    EXPECT_EQ(error_of(WBM_INVALID, [&] { return object_or_empty(outer, "list"); }),
              "\"list\" must be an object, it is [1]");
}

TEST(Members, Integers) {
    EXPECT_EQ(optional_integer(o, "size"), 5);
    EXPECT_EQ(optional_integer(o, "min"), INT64_MIN);
    EXPECT_EQ(optional_integer(o, "none"), std::nullopt);
    EXPECT_EQ(optional_integer(o, "nothing"), std::nullopt);
    EXPECT_EQ(optional_integer(json::object{{"n", std::uint64_t{7}}}, "n"), 7);
    EXPECT_EQ(error_of(WBM_INVALID, [] { return optional_integer(o, "half"); }),
              "\"half\" must be an integer, it is 0.5");
    EXPECT_EQ(error_of(WBM_INVALID, [] { return optional_integer(o, "flag"); }),
              "\"flag\" must be an integer, it is true");
    EXPECT_EQ(error_of(WBM_INVALID, [] { return optional_integer(o, "big"); }),
              "\"big\" must be an integer of 64 bits with sign, it is 9223372036854775808");
}

TEST(Members, Booleans) {
    EXPECT_TRUE(boolean_or(o, "flag", false));
    EXPECT_TRUE(boolean_or(o, "none", true));
    EXPECT_FALSE(boolean_or(o, "nothing", false));
    EXPECT_EQ(error_of(WBM_INVALID, [] { return boolean_or(o, "size", true); }),
              "\"size\" must be true or false, it is 5");
}

TEST(Members, OnlyKnownOptions) {
    const json::object options{{"captoin", "x"}};
    EXPECT_EQ(error_of(WBM_INVALID,
                       [&] {
                           only(options, {"caption", "inject"});
                           return 0;
                       }),
              "option \"captoin\" is not known; this type has caption, inject");
    EXPECT_EQ(error_of(WBM_INVALID,
                       [&] {
                           only(options, {});
                           return 0;
                       }),
              "option \"captoin\" is not known; this type has no options");
    EXPECT_NO_THROW(only(options, {"captoin"}));
    EXPECT_NO_THROW(only({}, {}));
}

TEST(Members, BriefIsShort) {
    EXPECT_EQ(brief(json::value("short")), "\"short\"");
    EXPECT_EQ(brief(json::value(1e-7)), "1e-7");
    EXPECT_EQ(brief(json::value(std::numeric_limits<double>::quiet_NaN())), "NaN");
    const std::string cut = brief(json::value(std::string(1000, 'x')));
    EXPECT_EQ(cut, "\"" + std::string(60, 'x') + "...\"");
    EXPECT_EQ(brief(json::value(json::array(1000, 1))), "a list of 1000");
    EXPECT_EQ(brief(json::value("\xff")), "text that is not UTF-8");
}

TEST(Members, BriefCutsBetweenCharacters) {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "\u00e9";
    for (const std::string& start : {std::string(), std::string("a")}) {
        const std::string cut = brief(json::value(start + text));
        EXPECT_TRUE(json::is_utf8(cut)) << cut;
        EXPECT_EQ(cut.substr(1, start.size()), start);
        EXPECT_EQ(cut.substr(cut.size() - 6), "\u00e9...\"") << "no half character";
        EXPECT_LE(cut.size(), 66U);
    }
    json::array list(50, json::value("\u00e9\u00e9\u00e9"));
    EXPECT_TRUE(json::is_utf8(brief(json::value(list))));
}

}  // namespace
}  // namespace wbm
