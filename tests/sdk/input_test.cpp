#include <wbm/sdk/input.hpp>
#include <wbm/testing/source.hpp>

#include <gtest/gtest.h>

namespace wbm {
namespace {

using testing::Source;

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

TEST(Input, GivesTheMainPart) {
    Source path = Source::path("/data/cat.png");
    EXPECT_TRUE(Input(path.input()).is(WBM_FROM_PATH));
    EXPECT_EQ(Input(path.input()).path(), "/data/cat.png");
    Source bytes = Source::bytes(std::string("a\0b", 3));
    EXPECT_EQ(Input(bytes.input()).bytes(), std::string_view("a\0b", 3));
    Source url = Source::url("s3://b/k");
    EXPECT_EQ(Input(url.input()).url(), "s3://b/k");
    Source json = Source::json("{\"a\": [1, 0.1]}");
    EXPECT_EQ(Input(json.input()).json(), (json::value{{"a", {1, 0.1}}}));
    Source tensor = Source::tensor<float>({1, 2}, {2});
    EXPECT_EQ(Input(tensor.input()).tensor().ndim, 1);
}

TEST(Input, EmptyBytesMayHaveNoAddress) {
    wbm_part part{sizeof(wbm_part), WBM_FROM_BYTES, {nullptr, 0}, {nullptr, 0}, nullptr, nullptr, nullptr};
    EXPECT_EQ(Part(&part).bytes(), "");
    EXPECT_EQ(Part(&part).name(), "");
}

TEST(Input, NamesTheKindThatItIsAndTheOneToGive) {
    Source tensor = Source::tensor<float>({1}, {1});
    EXPECT_EQ(error_of(WBM_UNSUPPORTED, [&] { return Input(tensor.input()).path(); }),
              "the source is an array; give a path");
    Source path = Source::path("x");
    EXPECT_EQ(error_of(WBM_UNSUPPORTED, [&] { return Input(path.input()).tensor().ndim; }),
              "the source is a path; give an array");
    EXPECT_EQ(error_of(WBM_UNSUPPORTED, [&] { return Input(path.input()).json(); }), "the source is a path; give JSON");
    EXPECT_EQ(error_of(WBM_UNSUPPORTED, [&] { return Input(path.input()).main().value(); }),
              "the source is a path; give a value");
    EXPECT_EQ(error_of(WBM_UNSUPPORTED, [&] { return Input(path.input()).main().arrow(); }),
              "the source is a path; give an Arrow stream");
    wbm_part later{sizeof(wbm_part), 1 << 20, {nullptr, 0}, {nullptr, 0}, nullptr, nullptr, nullptr};
    EXPECT_EQ(error_of(WBM_UNSUPPORTED, [&] { return Part(&later).bytes(); }),
              "the source is of a kind that this plugin does not know; give bytes");
    wbm_part broken{sizeof(wbm_part), WBM_FROM_TENSOR, {nullptr, 0}, {nullptr, 0}, nullptr, nullptr, nullptr};
    EXPECT_THROW((void)Part(&broken).tensor(), Error);
}

TEST(Input, FindsNamedParts) {
    Source source = Source::path("x").with_part("pred", Source::bytes("p")).with_part("truth", Source::bytes("t"));
    const Input in(source.input());
    EXPECT_EQ(in.part_count(), 3U);
    EXPECT_EQ(in.part("truth").bytes(), "t");
    EXPECT_EQ(error_of(WBM_NOT_FOUND, [&] { return in.part("mask").bytes(); }),
              "the input has no part \"mask\"; it has pred, truth");
    EXPECT_EQ(error_of(WBM_UNSUPPORTED, [&] { return in.part("pred").path(); }), "part \"pred\" is bytes; give a path");
    Source alone = Source::path("x");
    EXPECT_EQ(error_of(WBM_NOT_FOUND, [&] { return Input(alone.input()).part("mask").bytes(); }),
              "the input has no part \"mask\"; give it beside the source");
}

TEST(Input, ReadsOptions) {
    Source none = Source::path("x");
    EXPECT_TRUE(Input(none.input()).options().empty());
    Source some = Source::path("x").with_options({{"caption", "a cat"}});
    EXPECT_EQ(Input(some.input()).options().at("caption"), "a cat");
    Source broken = Source::path("x").with_options_text("[1]");
    const std::string text = error_of(WBM_INVALID, [&] { return Input(broken.input()).options(); });
    EXPECT_EQ(text.substr(0, 9), "options: ") << text;
}

TEST(Input, SaysWhichJsonIsBroken) {
    Source main = Source::json("{");
    EXPECT_EQ(error_of(WBM_INVALID, [&] { return Input(main.input()).json(); }).substr(0, 12), "the source: ");
    Source part = Source::path("x").with_part("boxes", Source::json("[1,"));
    EXPECT_EQ(error_of(WBM_INVALID, [&] { return Input(part.input()).part("boxes").json(); }).substr(0, 14),
              "part \"boxes\": ");
}

}  // namespace
}  // namespace wbm
