#include <wbm/wbm.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "temp_dir.hpp"

namespace wbm {
namespace {

using test::slurp;
using test::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class MediaTest : public ::testing::Test {
protected:
    TempDir dir;
    Registry media{RegistryOptions{.directories = {WBM_PLUGINS}, .search_standard_places = false, .use_cache = false}};

    ValuePtr picture(const json::object& options = {}) {
        std::vector<std::uint8_t> pixels(4 * 5 * 3);
        for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = static_cast<std::uint8_t>(4 * i);
        return media.create("image-file", tensor(pixels, {4, 5, 3}), options);
    }
    ValuePtr page(std::string_view text = "<h1>x</h1>") { return media.create("html-file", bytes(text)); }
};

TEST_F(MediaTest, ValuesComeBackFromAnArtifactAsTheyWent) {
    const ValuePtr cat = picture({{"caption", "a cat"}, {"grouping", 3}});
    {
        Artifact artifact = Artifact::create(dir / "art");
        artifact.add(cat, "cat");
        artifact.add(page(), "sub/page");
        artifact.finalize();
    }
    const Artifact artifact = Artifact::open_logged(dir / "art");
    EXPECT_THAT(artifact.verify(), IsEmpty());
    const ValuePtr again = artifact.get("cat", media);
    ASSERT_NE(again, nullptr);
    EXPECT_EQ(*again, *cat);
    EXPECT_EQ(again->get<std::string>("caption"), "a cat");
    EXPECT_EQ(again->get<int>("width"), 5);
    EXPECT_THAT(again->tensor().shape(), ElementsAre(4, 5, 3));
    EXPECT_EQ(again->tensor().bytes()[8], std::byte{32});
    EXPECT_EQ(*artifact.get("sub/page.html-file.json", media), *page());
}

TEST_F(MediaTest, WritingAgainGivesTheSameText) {
    Artifact artifact = Artifact::create(dir / "art");
    const std::string path = artifact.add(picture({{"caption", "é"}}), "cat").path;
    const std::string text = slurp(dir / "art" / path);
    EXPECT_EQ(artifact.get("cat", media)->to_json_text(artifact), text);
    Artifact copy = Artifact::create(dir / "copy");
    EXPECT_EQ(artifact.get("cat", media)->to_json_text(copy), text);
    EXPECT_EQ(copy.digest() != artifact.digest(), true);  // the copy has the picture, not yet the entry
}

TEST_F(MediaTest, TheEntrysNameDecidesTheType) {  // W429
    Artifact artifact = Artifact::create(dir / "art");
    artifact.add(page(), "x");
    std::string json = slurp(dir / "art/x.html-file.json");
    json.replace(json.find("html-file"), 9, "bokeh-file");
    artifact.new_file("y.html-file.json", json);
    const ValuePtr value = artifact.get("y", media);
    ASSERT_NE(value, nullptr);
    EXPECT_EQ(value->type(), "html-file");
    EXPECT_EQ(*value, *page());
}

TEST_F(MediaTest, AReferenceComesBackAsAReference) {  // W090, W092, W138
    Artifact artifact = Artifact::create(dir / "art");
    const ValuePtr puppy = media.create("image-file", url("http://nonexistent/puppy.jpg"));
    EXPECT_EQ(artifact.add(puppy, "image_ref").digest, "SZvdv5ouAEq2DEOgVBwOog==");  // G41
    const ValuePtr again = artifact.get("image_ref", media);
    ASSERT_NE(again, nullptr);
    EXPECT_EQ(*again, *puppy);
    EXPECT_EQ(again->to_json_text(artifact), slurp(dir / "art/image_ref.image-file.json"));
    Artifact copy = Artifact::create(dir / "copy");
    EXPECT_EQ(copy.add(again, "image_ref").digest, "SZvdv5ouAEq2DEOgVBwOog==");
    wbm::Run run(dir / "run");
    EXPECT_THROW((void)run.log("k", puppy), MediaError);
    EXPECT_THAT(test::files_below(dir / "run/files"), IsEmpty());
}

TEST_F(MediaTest, MembersThatThisVersionDoesNotKnowKeepTheirFiles) {
    Artifact artifact = Artifact::create(dir / "art");
    const ValuePtr plain = picture();
    json::object j = plain->to_json(artifact);
    artifact.new_file("media/images/later/m.png", "later bytes");
    j["later"] = json::object{{"gt", {{"_type", "later"}, {"path", "media/images/later/m.png"}, {"sha256", "00"}}}};
    const ValuePtr of_later = media.init_from_json(j, artifact);
    Artifact copy = Artifact::create(dir / "copy");
    EXPECT_EQ(of_later->to_json(copy), j);
    EXPECT_EQ(slurp(dir / "copy/media/images/later/m.png"), "later bytes");
    wbm::Run run(dir / "run");
    EXPECT_THROW((void)run.log("k", of_later), MediaError);
    EXPECT_THAT(test::files_below(dir / "run/files"), IsEmpty());
}

TEST_F(MediaTest, ListsBecomeBatches) {
    wbm::Run run(dir / "run");
    const std::vector<ValuePtr> values{picture({{"caption", "a"}}), picture()};
    const json::object batch = json::read_object(run.log("k", values));
    EXPECT_EQ(batch.at("_type"), "images/separated");
    EXPECT_EQ(batch.at("captions"), (json::array{"a", nullptr}));
    EXPECT_EQ(json::read_object(run.log("p", std::vector<ValuePtr>{page("a"), page("b")})).at("count"), 2);
    EXPECT_EQ(json::read(run.log("m", std::vector<ValuePtr>{page(), picture()})).as_array().size(), 2U);
    run.flush();
    EXPECT_THAT(run.verify(), IsEmpty());
}

TEST_F(MediaTest, AListBeyondTheLimitIsCutAndWarnedOf) {
    wbm::Run run(dir / "run");
    const std::vector<ValuePtr> values(109, picture());
    ::testing::internal::CaptureStderr();
    const json::object batch = json::read_object(run.log("k", values));
    EXPECT_THAT(
        ::testing::internal::GetCapturedStderr(),
        ::testing::HasSubstr("wbm: warning: run: the list has 109 values of type image-file, and W&B shows 108"));
    EXPECT_EQ(batch.at("count"), 108);
}

TEST_F(MediaTest, ARefusalNamesTypeFieldAndReasonAndLeavesNothing) {
    const Artifact artifact = Artifact::create(dir / "art");
    const auto before = test::files_below(dir.path());
    const auto refused = [&](std::string_view text) {
        try {
            (void)media.init_from_json(text, artifact);
        } catch (const MediaError& e) {
            return std::string(e.what());
        }
        return std::string("accepted");
    };
    EXPECT_THAT(refused(R"({"_type":"image-file"})"), HasSubstr("image-file: \"path\" is missing"));
    EXPECT_THAT(refused(R"({"_type":"image-file","path":"../../etc/passwd","width":1})"), HasSubstr("image-file: "));
    EXPECT_THAT(refused(R"({"_type":"html-file","path":5})"), HasSubstr("html-file: \"path\" must be text"));
    EXPECT_THAT(refused(R"({"_type":"html-file","path":"a)"), HasSubstr("JSON, line 1"));
    EXPECT_THAT(refused("{}"), HasSubstr("_type"));
    EXPECT_EQ(test::files_below(dir.path()), before);
}

}  // namespace
}  // namespace wbm
