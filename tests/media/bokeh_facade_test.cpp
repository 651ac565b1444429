// wbm/media/bokeh.hpp: each way to make and read a plot, against the generic call that it stands for.
#include <wbm/media/bokeh.hpp>
#include <wbm/wbm.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "temp_dir.hpp"

namespace wbm {
namespace {

using test::slurp;
using test::TempDir;
using ::testing::HasSubstr;

class BokehFacadeTest : public ::testing::Test {
protected:
    TempDir dir;
    Registry media{RegistryOptions{.directories = {WBM_PLUGINS}, .search_standard_places = false, .use_cache = false}};

    static std::filesystem::path sample(const char* name) { return std::filesystem::path(WBM_CORPUS) / name; }
    /// The plot as an artifact on disk gives it back.
    Bokeh through_artifact(const Bokeh& plot) {
        const std::filesystem::path folder = dir / std::to_string(count_++);
        {
            Artifact artifact = Artifact::create(folder);
            artifact.add(plot, "plot");
            artifact.save();
        }
        return Bokeh(Artifact::open(folder).get("plot", media));
    }
    /// The content of the plot's file in an artifact.
    std::string content_of(const Bokeh& plot) {
        Artifact artifact = Artifact::create(dir / std::to_string(count_++));
        return slurp(artifact.fetch(std::string(plot.value()->to_json(artifact)["path"].as_string())));
    }

private:
    int count_ = 0;
};

TEST_F(BokehFacadeTest, AFileIsTheGenericCall) {
    const Bokeh plot(sample("line.bokeh.json"), {.caption = "a line"}, media);
    EXPECT_EQ(plot, Bokeh(media.create("bokeh-file", path(sample("line.bokeh.json")), {{"caption", "a line"}})));
    const Bokeh back = through_artifact(plot);
    EXPECT_EQ(back, plot);
    EXPECT_EQ(back.caption(), "a line");
    EXPECT_EQ(back.title(), "Bokeh Application");
    EXPECT_EQ(back.version(), "3.9.2");
    EXPECT_EQ(back.root_count(), 1U);
    EXPECT_EQ(back.model_count(), 35U);
    EXPECT_EQ(content_of(back), slurp(sample("line.bokeh.json")));
}

TEST_F(BokehFacadeTest, ADocumentIsLaidOutAsTheReferenceDoes) {
    const json::object document{{"version", "3.9.2"}, {"title", "\u00e9"}, {"roots", json::array()}, {"n", 0.5}};
    const Bokeh plot(document, {}, media);
    EXPECT_EQ(content_of(plot), "{\"version\":\"3.9.2\",\"title\":\"\u00e9\",\"roots\":[],\"n\":0.5}");
    EXPECT_EQ(plot, Bokeh(bytes(json::write(document)), {}, media));
    EXPECT_EQ(plot.caption(), std::nullopt);
    EXPECT_EQ(through_artifact(plot), plot);
}

TEST_F(BokehFacadeTest, ARunNamesItByKeyAndStep) {
    wbm::Run run(dir / "run");
    run.log("plot", Bokeh(sample("line.bokeh.json"), {}, media).value(), 3);
    EXPECT_THAT(run.history().back().at("plot").at("path").as_string().c_str(), HasSubstr("media/bokeh/plot_3_"));
}

TEST_F(BokehFacadeTest, RefusalsNameTypeFieldAndReason) {
    try {
        (void)Bokeh(sample("bad/number_version.bokeh.json"), {}, media);
        FAIL() << "not refused";
    } catch (const MediaError& e) {
        EXPECT_EQ(e.status(), Status::invalid);
        EXPECT_THAT(e.what(), HasSubstr("bokeh-file: the file "));
        EXPECT_THAT(e.what(), HasSubstr("\"version\" must be text, it is 3"));
    }
    EXPECT_THROW((void)Bokeh(ValuePtr(nullptr)), MediaError);
}

}  // namespace
}  // namespace wbm
