// A table that was read makes the values of its cells when somebody asks for them, also long after everything that it
// was read through is gone.
#include <wbm/artifact.hpp>
#include <wbm/artifact_links.hpp>
#include <wbm/error.hpp>
#include <wbm/part.hpp>
#include <wbm/registry.hpp>
#include <wbm/run.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "temp_dir.hpp"

namespace wbm {
namespace {

using testing::HasSubstr;

std::unique_ptr<Registry> ours() {
    RegistryOptions options;
    options.directories = {WBM_PLUGINS};
    options.search_standard_places = false;
    options.use_cache = false;
    return std::make_unique<Registry>(std::move(options));
}

ValuePtr picture(Registry& registry, std::uint8_t level) {
    const std::vector<std::uint8_t> pixels(8 * 8 * 3, level);
    return registry.create("image-file", tensor(pixels, {8, 8, 3}), {{"caption", "level " + std::to_string(level)}});
}

/// {"id", "image"} with four pictures.
ValuePtr table_of_pictures(Registry& registry) {
    std::vector<NamedPart> parts;
    std::string rows = "[";
    for (int i = 0; i < 4; ++i) {
        const std::string name = "p" + std::to_string(i);
        parts.emplace_back(name, value(picture(registry, static_cast<std::uint8_t>(10 * i))));
        rows += (i == 0 ? "" : ",") + std::string("[") + std::to_string(i) + R"(,{"$part":")" + name + R"("}])";
    }
    json::object options;
    options["columns"] = json::array{"id", "image"};
    return registry.create("table", json_text(rows + "]"), options, parts);
}

int level_of(const ValuePtr& image) { return static_cast<const std::uint8_t*>(image->tensor().dl().data)[0]; }

TEST(LazyCells, AColumnIsReadWithoutTheFilesOfAnother) {
    const test::TempDir dir;
    const auto registry = ours();
    auto artifact = Artifact::create(dir / "art");
    artifact.add(table_of_pictures(*registry), "t");
    artifact.save();
    std::filesystem::remove_all(dir / "art/media");
    const ValuePtr table = artifact.get("t", *registry);
    EXPECT_EQ(json::write(json::value(table->rows({{"columns", {"id"}}}))), "[[0],[1],[2],[3]]");
    try {
        (void)table->cell_value({2, 1});
        ADD_FAILURE() << "was not refused";
    } catch (const MediaError& e) {
        EXPECT_EQ(e.status(), Status::not_found);
        EXPECT_THAT(e.what(), HasSubstr("media/images/"));
        EXPECT_THAT(e.what(), HasSubstr("download the artifact again"));
    }
}

TEST(LazyCells, OutliveTheArtifactAndTheRegistry) {
    const test::TempDir dir;
    auto registry = ours();
    ValuePtr table;
    {
        auto artifact = Artifact::create(dir / "art");
        artifact.add(table_of_pictures(*registry), "t");
        artifact.save();
        table = artifact.get("t", *registry);
    }
    registry.reset();
    std::vector<std::thread> readers;
    for (int reader = 0; reader < 4; ++reader)
        readers.emplace_back([&] {
            for (int row = 0; row < 4; ++row) {
                const ValuePtr image = table->cell_value({row, 1});
                EXPECT_EQ(level_of(image), 10 * row);
                EXPECT_EQ(image->get<std::string>("caption"), "level " + std::to_string(10 * row));
            }
        });
    for (std::thread& reader : readers) reader.join();
}

TEST(LazyCells, GoOnToAnotherArtifactAndARun) {
    const test::TempDir dir;
    const auto registry = ours();
    const ValuePtr made = table_of_pictures(*registry);
    auto artifact = Artifact::create(dir / "art");
    artifact.add(made, "t");
    const ValuePtr unsaved = artifact.get("t", *registry);  // before any save
    EXPECT_EQ(*unsaved, *made);
    auto second = Artifact::create(dir / "second");
    second.add(unsaved, "t");
    EXPECT_EQ(*second.get("t", *registry), *made);
    EXPECT_EQ(second.verify(), std::vector<std::string>{});
    wbm::Run run(dir / "run");
    run.log("t", second.get("t", *registry), 0);
    run.flush();
    const json::object row = run.history().at(0);
    EXPECT_EQ(*registry->init_from_json(row.at("t").as_object(), run.files()), *made);
}

TEST(LazyCells, OfAFinalizedArtifactAreReferredTo) {  // wire spec 23.12
    const test::TempDir dir;
    const auto registry = ours();
    auto first = Artifact::create(dir / "first");
    first.add(table_of_pictures(*registry), "t");
    first.finalize();
    const ValuePtr table = first.get("t", *registry);

    // A new table of some of its cells, and the table itself.
    auto second = Artifact::create(dir / "second");
    json::object options;
    options["columns"] = json::array{"image"};
    second.add(registry->create("table", json_text(R"([[{"$part":"a"}],[{"$part":"b"}],[{"$part":"new"}]])"), options,
                                {{"a", value(table->cell_value({1, 1}))},
                                 {"b", value(table->cell_value({2, 1}))},
                                 {"new", value(picture(*registry, 99))}}),
               "some");
    second.add(table, "all");
    std::size_t stored = 0;
    for (const ArtifactEntry& entry : second.entries()) {
        if (entry.ref.empty()) {
            ++stored;
            continue;
        }
        EXPECT_THAT(entry.ref, testing::StartsWith("wandb-client-artifact://" + first.client_id() + "/"));
        EXPECT_FALSE(std::filesystem::exists(dir / "second" / entry.path)) << entry.path;
    }
    EXPECT_EQ(stored, 2U) << "the new table and the new picture";
    EXPECT_EQ(second.entries().size(), 5U);
    EXPECT_EQ(second.verify(), std::vector<std::string>{});
    EXPECT_EQ(*second.get("all", *registry), *table);
    const ValuePtr some = second.get("some", *registry);
    EXPECT_EQ(level_of(some->cell_value({0, 0})), 10);
    EXPECT_EQ(level_of(some->cell_value({2, 0})), 99);
    second.save();

    // Another process finds the first artifact beside the second.
    const auto links = std::make_shared<LocalArtifacts>();
    links->add_folder(dir.path());
    Artifact reader = Artifact::open_logged(dir / "second");
    reader.set_links(links);
    EXPECT_EQ(level_of(reader.get("some", *registry)->cell_value({1, 0})), 20);
    std::filesystem::remove_all(dir / "first/media");
    EXPECT_FALSE(reader.verify().empty());
}

TEST(LazyCells, BrokenJsonOfACellIsRefusedWhenItIsAsked) {
    const test::TempDir dir;
    const auto registry = ours();
    auto artifact = Artifact::create(dir / "art");
    artifact.new_file("t.table.json",
                      R"({"_type":"table","columns":["a","b"],"data":[[1,{"_type":"image-file","path":7}]],)"
                      R"("column_types":{"wb_type":"typedDict","params":{"type_map":{"a":{"wb_type":"number"},)"
                      R"("b":{"wb_type":"image-file"}}}}})");
    const ValuePtr table = artifact.get("t", *registry);
    EXPECT_EQ(json::write(json::value(table->rows({{"columns", {"a"}}}))), "[[1]]");
    for (int again = 0; again < 2; ++again) {
        try {
            (void)table->cell_value({0, 1});
            ADD_FAILURE() << "was not refused";
        } catch (const MediaError& e) {
            EXPECT_THAT(e.what(), HasSubstr("image-file: \"path\""));
        }
    }
}

}  // namespace
}  // namespace wbm
