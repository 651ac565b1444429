// wbm/media/data_frame.hpp: each way to make and read a frame, against the generic call that it stands for.
#include <wbm/media/data_frame.hpp>
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

class DataFrameFacadeTest : public ::testing::Test {
protected:
    TempDir dir;
    Registry media{RegistryOptions{.directories = {WBM_PLUGINS}, .search_standard_places = false, .use_cache = false}};

    static std::filesystem::path sample(const char* name) { return std::filesystem::path(WBM_CORPUS) / name; }
    [[nodiscard]] DataFrame plain(const DataFrameOptions& options = {}) {
        return DataFrame(sample("plain.parquet"), options, media);
    }
    /// The frame as an artifact on disk gives it back.
    DataFrame through_artifact(const DataFrame& frame) {
        const std::filesystem::path folder = dir / std::to_string(count_++);
        {
            Artifact artifact = Artifact::create(folder);
            artifact.add(frame, "thing");
            artifact.save();
        }
        return DataFrame(Artifact::open(folder).get("thing", media));
    }

private:
    int count_ = 0;
};

TEST_F(DataFrameFacadeTest, AFileIsTheGenericCall) {
    const DataFrame frame = plain({.project = "p", .run = "r"});
    EXPECT_EQ(frame,
              DataFrame(media.create("data-frame", path(sample("plain.parquet")), {{"project", "p"}, {"run", "r"}})));
    EXPECT_EQ(frame, DataFrame(bytes(slurp(sample("plain.parquet"))), {.project = "p", .run = "r"}, media));
    const DataFrame back = through_artifact(frame);
    EXPECT_EQ(back, frame);
    EXPECT_EQ(back.rows(), 10U);
    EXPECT_EQ(back.row_groups(), 3U);
    EXPECT_THAT(back.columns(), ElementsAre("id", "x", "name", "flag"));
    EXPECT_THAT(back.column_types(), ElementsAre("int64", "double", "string", "bool"));
    EXPECT_EQ(back.compression(), "snappy");
    EXPECT_EQ(back.id().size(), 8U);
    EXPECT_EQ(back.project(), "p");
    EXPECT_EQ(back.entity(), std::nullopt);
    EXPECT_EQ(back.run(), "r");
}

TEST_F(DataFrameFacadeTest, AStreamOutIsAStreamIn) {
    ArrowArrayStream stream{};
    plain().arrow(stream);
    const DataFrame copy(stream, {.compression = "gzip", .row_group_rows = 7, .entity = "e"}, media);
    EXPECT_EQ(stream.release, nullptr);
    EXPECT_EQ(copy.rows(), 10U);
    EXPECT_EQ(copy.row_groups(), 2U);
    EXPECT_EQ(copy.compression(), "gzip");
    EXPECT_EQ(copy.entity(), "e");
    EXPECT_EQ(copy.value()->rows(), plain().value()->rows());
    EXPECT_EQ(through_artifact(copy), copy);
}

TEST_F(DataFrameFacadeTest, ASelectionIsTheOptions) {
    const DataFrameSelection selection{.columns = {"flag", "id"}, .first = 3, .count = 2};
    ArrowArrayStream stream{};
    plain().arrow(stream, selection);
    const DataFrame piece(stream, {}, media);
    EXPECT_THAT(piece.columns(), ElementsAre("flag", "id"));
    EXPECT_EQ(json::write(json::value(piece.value()->rows())), "[[true,3],[false,4]]");
    const Tensor numbers = plain().tensor(selection);
    EXPECT_THAT(numbers.shape(), ElementsAre(2, 2));
    EXPECT_THAT(numbers.as<double>(), ElementsAre(1, 3, 0, 4));
}

TEST_F(DataFrameFacadeTest, ARunKeepsTheFileByteForByte) {
    {
        wbm::Run run(dir / "run");
        run.log("frame", plain());
    }
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(dir / "run"))
        if (entry.path().extension() == ".parquet") files.push_back(entry.path());
    ASSERT_EQ(files.size(), 1U);
    EXPECT_EQ(slurp(files.front()), slurp(sample("plain.parquet")));
    EXPECT_TRUE(files.front().filename().string().starts_with("frame_"));
}

TEST_F(DataFrameFacadeTest, TheReferencesRecordIsKept) {
    const std::string record =
        R"({"id":"k2j9x0ab","_type":"data-frame","format":"parquet","project":"p","entity":null,)"
        R"("run":"r","path":"/elsewhere/media/data_frames/t-k2j9x0ab.parquet"})";
    wbm::Run run(dir / "run");
    const DataFrame frame(media.init_from_json(record, run.files()));
    EXPECT_EQ(frame.id(), "k2j9x0ab");
    EXPECT_EQ(frame.rows(), std::nullopt);
    EXPECT_THAT(frame.columns(), IsEmpty());
    ArrowArrayStream stream{};
    try {
        frame.arrow(stream);
        FAIL();
    } catch (const MediaError& e) {
        EXPECT_EQ(e.status(), Status::not_found);
        EXPECT_THAT(e.what(), HasSubstr("on the machine that logged the frame"));
    }
}

TEST_F(DataFrameFacadeTest, RefusalsNameTheReason) {
    try {
        (void)DataFrame(bytes("no frame at all"), {}, media);
        FAIL();
    } catch (const MediaError& e) {
        EXPECT_EQ(e.status(), Status::unsupported);
        EXPECT_THAT(e.what(), HasSubstr("data-frame: the data is no Parquet file"));
    }
    EXPECT_THROW(DataFrame{ValuePtr()}, MediaError);
}

}  // namespace
}  // namespace wbm
