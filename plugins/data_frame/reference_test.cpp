// What the oldest reference wrote: a record that names its file by a path of the machine that wrote it.
#include "test_support.hpp"

namespace wbm::data_frame {
namespace {

std::string record(const std::string& path) {
    return R"({"id":"k2j9x0ab","_type":"data-frame","format":"parquet","project":"p","entity":"e","run":"r","path":)" +
           json::write(json::value(path)) + "}";
}

TEST(Reference, ARecordWhoseFileIsElsewhereIsKeptAsItIs) {
    for (const char* path : {"/home/me/wandb/run-1/media/data_frames/table-k2j9x0ab.parquet", "/etc/passwd",
                             R"(C:\runs\media\data_frames\table-k2j9x0ab.parquet)", "media/data_frames/gone.parquet"}) {
        const FakeStore store(WBM_RUN);
        const OpaqueValue value = frame_type().from_json(record(path), store);
        EXPECT_EQ(frame_type().to_json(value, store), record(path));
        (void)round_trip(frame_type(), value.get(), store);
        const FakeStore artifact(WBM_ARTIFACT);
        (void)round_trip(frame_type(), value.get(), artifact);
        EXPECT_EQ(keys_of(of(value).fields()), "format id project entity run path ");
        EXPECT_TRUE(says(refusal([&] { (void)of(value).rows({}); }), {"3 ", "on the machine that logged the frame"}));
        EXPECT_TRUE(store.added().empty());
    }
}

TEST(Reference, AFileOutsideTheStoreIsNeverOpened) {
    const FakeStore other(WBM_RUN);
    const auto outside = other.put("media/data_frames/t-k2j9x0ab.parquet", parquet_of(sample_table(3)));
    const FakeStore store(WBM_RUN);
    const DataFrame frame = of(frame_type().from_json(record(outside.string()), store));
    EXPECT_FALSE(frame.file);
    EXPECT_FALSE(frame.fields().contains("rows"));
    const std::string climbing = record("/x/media/data_frames/../../../" + outside.string());
    EXPECT_FALSE(of(frame_type().from_json(climbing, store)).file);
}

TEST(Reference, AFileInTheStoreIsReadByItsPlace) {
    const FakeStore store(WBM_RUN);
    const auto inside = store.put("media/data_frames/t-k2j9x0ab.parquet", parquet_of(sample_table(3)));
    for (const std::string& path : {inside.string(), std::string("/moved/run-1/media/data_frames/t-k2j9x0ab.parquet"),
                                    std::string(R"(D:\run-1\media\data_frames\t-k2j9x0ab.parquet)"),
                                    std::string("media/data_frames/t-k2j9x0ab.parquet")}) {
        const DataFrame frame = of(frame_type().from_json(record(path), store));
        ASSERT_TRUE(frame.file) << path;
        EXPECT_EQ(frame.fields().at("rows"), 3) << path;
        EXPECT_EQ(frame.fields().at("id"), "k2j9x0ab");
        EXPECT_TRUE(table_from(frame)->Equals(*sample_table(3)));
        EXPECT_EQ(round_trip(frame), frame);
    }
}

TEST(Reference, AFileThatIsNoParquetIsKeptAndSaysNothing) {
    const FakeStore store(WBM_RUN);
    store.put("media/data_frames/t.parquet", "no parquet");
    const DataFrame frame = of(frame_type().from_json(record("media/data_frames/t.parquet"), store));
    EXPECT_EQ(keys_of(frame.fields()), "format id project entity run ");
    EXPECT_TRUE(says(refusal([&] { (void)frame.rows({}); }), {"2 the file ", "t.parquet", "is no Parquet file"}));
    EXPECT_EQ(round_trip(frame), frame);
}

TEST(Reference, OurFileThatIsGoneIsAnError) {
    const FakeStore store(WBM_ARTIFACT);
    const std::string json =
        R"({"_type":"data-frame","format":"parquet","id":"a","path":"media/data_frames/x.parquet","sha256":"00"})";
    EXPECT_TRUE(says(refusal([&] { (void)frame_type().from_json(json, store); }), {"3 data-frame: ", "x.parquet"}));
}

TEST(Reference, BrokenMembersAreNamed) {
    const FakeStore store(WBM_RUN);
    store.put("a.parquet", parquet_of(sample_table(1)));
    const auto reading = [&](const std::string& members) {
        return refusal([&] {
            (void)frame_type().from_json(R"({"_type":"data-frame","path":"a.parquet")" + members + "}", store);
        });
    };
    EXPECT_EQ(reading(""), "not refused");
    EXPECT_TRUE(says(reading(R"(,"id":5)"), {"1 data-frame: \"id\" must be text"}));
    EXPECT_TRUE(says(reading(R"(,"run":{})"), {"\"run\" must be text"}));
    EXPECT_TRUE(says(reading(R"(,"_wbm":5)"), {"\"_wbm\" must be an object"}));
    EXPECT_TRUE(says(reading(R"(,"_wbm":{"rows":-1})"), {"\"rows\" of \"_wbm\" must be a count, it is -1"}));
    EXPECT_TRUE(says(reading(R"(,"_wbm":{"columns":[1]})"), {"\"columns\" of \"_wbm\" must be a list of texts"}));
    EXPECT_TRUE(says(refusal([&] { (void)frame_type().from_json(R"({"_type":"data-frame"})", store); }),
                     {"3 data-frame: \"path\" is missing"}));
}

}  // namespace
}  // namespace wbm::data_frame
