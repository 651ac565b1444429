// A type of a third party in a table: programs that have its plugin, and one that has never heard of it.
#include <wbm/wbm.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <optional>

#include "plugins/installed.hpp"
#include "temp_dir.hpp"

namespace wbm {
namespace {

using test::files_below;
using test::slurp;
using test::TempDir;
using ::testing::IsEmpty;

/// Where the values are: the row is 0, then the column and the steps in the cell.
const std::array<json::array, 5> places{json::array{0, 0}, json::array{0, 1, 1}, json::array{0, 2, "deep", 0},
                                        json::array{0, 3}, json::array{0, 4, 0}};

class TableStranger : public ::testing::Test {
protected:
    TableStranger() {
        test::install(WBM_TEST_PLUGIN_DIR, "recorder", dir_ / "third");
        test::install(WBM_PLUGINS, "html", dir_ / "third");  // a type with files
        test::install(WBM_PLUGINS, "table", dir_ / "tables");
        Registry knows = with();
        write(knows);
    }

    /// The program of those who have the plugins of the third party, and of those who have not.
    [[nodiscard]] Registry with() const { return Registry(test::only({dir_ / "tables", dir_ / "third"})); }
    [[nodiscard]] Registry without() const { return Registry(test::only({dir_ / "tables"})); }

    [[nodiscard]] static ValuePtr table(Registry& media) {
        const auto recorder = [&](const char* text) {
            return value(media.create("recorder", bytes(std::string_view(text)), {{"note", text}}));
        };
        return media.create(
            "table",
            json_text(R"({"columns":["r","list","dict","h","hs","n"],"data":[[{"$part":"a"},[{"$part":"b"},)"
                      R"({"$part":"c"}],{"deep":[{"$part":"c"}]},{"$part":"h"},[{"$part":"h"}],1],)"
                      R"([null,[],{"deep":[]},null,[],2]]})"),
            {{"allow_mixed_types", true}},
            {{"a", recorder("one")},
             {"b", recorder("two")},
             {"c", recorder("three")},
             {"h", value(media.create("html-file", bytes(std::string_view("<p>third</p>"))))}});
    }

    void write(Registry& media) const {
        Artifact artifact = Artifact::create(dir_ / "art");
        artifact.add(table(media), "t");
        artifact.save();
        wbm::Run run(dir_ / "run");
        (void)run.log("t", table(media), 3);
    }

    /// All files of a folder with what is in them.
    [[nodiscard]] static std::map<std::string, std::string> contents(const std::filesystem::path& folder) {
        std::map<std::string, std::string> all;
        for (const std::string& name : files_below(folder)) all[name] = slurp(folder / name);
        return all;
    }

    [[nodiscard]] static ValuePtr logged(const wbm::Run& run, Registry& media) {
        const json::object line = run.history().at(0);
        return media.init_from_json(json::write(line.at("t").as_object(), json::Style::fast, json::NonFinite::allow),
                                    run.files());
    }

    TempDir dir_;
};

TEST_F(TableStranger, IsKeptByteForByteInAnArtifact) {
    {
        Registry media = without();
        ASSERT_FALSE(media.find("recorder"));
        ASSERT_FALSE(media.find("html-file"));
        const ValuePtr back = Artifact::open_logged(dir_ / "art").get("t", media);
        EXPECT_TRUE(back->is_known());
        for (const json::array& place : places) {
            const ValuePtr cell = back->cell_value(place);
            EXPECT_FALSE(cell->is_known());
            EXPECT_EQ(cell->type(), place[1] == 3 || place[1] == 4 ? "html-file" : "recorder");
        }
        Artifact copy = Artifact::create(dir_ / "copy");
        copy.add(back, "t");
        copy.save();
        EXPECT_THAT(Artifact::open_logged(dir_ / "copy").verify(), IsEmpty());
    }
    EXPECT_EQ(contents(dir_ / "copy"), contents(dir_ / "art"));
    EXPECT_EQ(files_below(dir_ / "copy/media/html").size(), 1U);
    Registry media = with();
    const ValuePtr back = Artifact::open_logged(dir_ / "copy").get("t", media);
    EXPECT_EQ(*back, *table(media));
    for (const json::array& place : places) {
        EXPECT_TRUE(back->cell_value(place)->is_known());
        EXPECT_EQ(*back->cell_value(place), *table(media)->cell_value(place));
    }
    EXPECT_EQ(back->cell_value(places[1])->fields().at("made").at("options").at("note"), "three");
}

TEST_F(TableStranger, IsKeptByteForByteInARun) {
    {
        Registry media = without();
        const wbm::Run run = wbm::Run::open_to_read(dir_ / "run");
        const ValuePtr back = logged(run, media);
        for (const json::array& place : places) EXPECT_FALSE(back->cell_value(place)->is_known());
        wbm::Run copy(dir_ / "copy");
        (void)copy.log("t", back, 3);
    }
    EXPECT_EQ(contents(dir_ / "copy"), contents(dir_ / "run"));
    Registry media = with();
    const wbm::Run run = wbm::Run::open_to_read(dir_ / "copy");
    const ValuePtr back = logged(run, media);
    EXPECT_EQ(*back, *table(media));
    for (const json::array& place : places) EXPECT_EQ(*back->cell_value(place), *table(media)->cell_value(place));
    EXPECT_THAT(run.verify(), IsEmpty());
}

}  // namespace
}  // namespace wbm
