// What a picture file holds, told without an Image of it.
#include "image.hpp"

#include "test_support.hpp"

namespace wbm::image {
namespace {

const testing::Type& type() {
    static const testing::Type table = testing::type_of<Image>();
    return table;
}

testing::Refused refusal(const testing::Source& source) {
    try {
        (void)type().probe(source);
    } catch (const testing::Refused& e) {
        return e;
    }
    ADD_FAILURE() << "was not refused";
    return {WBM_OK, ""};
}

TEST(ImageProbe, SaysFormatAndSizeByContent) {
    const std::string png = sample("trailing.png");
    const std::string facts = R"({"format":"png","width":5,"height":)";
    EXPECT_TRUE(json::write(type().probe(testing::Source::bytes(png))).starts_with(facts));
    FakeStore folder(WBM_RUN);
    const std::string misnamed = folder.put("in/picture.jpg", png);
    EXPECT_EQ(type().probe(testing::Source::path(misnamed)), type().probe(testing::Source::bytes(png)));
    EXPECT_EQ(type().probe(testing::Source::bytes(png)).at("size"), png.size());
}

TEST(ImageProbe, CountsFrames) {
    EXPECT_GT(type().probe(testing::Source::bytes(sample("webp_animated_opaque.webp"))).at("frames").to_number<int>(),
              1);
    EXPECT_FALSE(type().probe(testing::Source::bytes(sample("trailing.png"))).contains("frames"));
}

TEST(ImageProbe, TellsBrokenFromForeign) {
    const testing::Refused broken = refusal(testing::Source::bytes(sample("trailing.png").substr(0, 40)));
    EXPECT_EQ(broken.status(), WBM_INVALID);
    EXPECT_TRUE(std::string(broken.what()).starts_with("image-file: the picture is a broken PNG file"))
        << broken.what();
    const testing::Refused foreign = refusal(testing::Source::bytes("RIFF....WAVE"));
    EXPECT_EQ(foreign.status(), WBM_UNSUPPORTED);
    EXPECT_STREQ(foreign.what(), "image-file: the picture is in none of the formats of pictures");
}

}  // namespace
}  // namespace wbm::image
