// The JSON of frames, what reading keeps, and how they are made.
#include "test_support.hpp"

namespace wbm::data_frame {
namespace {

TEST(DataFrame, JsonOfARun) {
    const DataFrame frame = made_of(sample_table(10), {{"project", "p"}, {"run", "r1"}});
    const FakeStore run(WBM_RUN);
    const json::object j = frame.to_json(run.store());
    EXPECT_EQ(keys_of(j), "id _type format project entity run path _wbm ");
    EXPECT_EQ(j.at("_type"), "data-frame");
    EXPECT_EQ(j.at("format"), "parquet");
    EXPECT_EQ(j.at("project"), "p");
    EXPECT_TRUE(j.at("entity").is_null());
    EXPECT_EQ(j.at("run"), "r1");
    EXPECT_TRUE(text(j, "path").starts_with("media/data_frames/key_0_"));
    EXPECT_TRUE(text(j, "path").ends_with(".parquet"));
    const json::object wbm = j.at("_wbm").as_object();
    EXPECT_EQ(keys_of(wbm), "sha256 size rows row_groups compression columns column_types ");
    EXPECT_EQ(text(wbm, "sha256"), run.added().front().sha256);
    EXPECT_EQ(wbm.at("size"), run.added().front().content.size());
    EXPECT_EQ(json::write(wbm.at("columns")), R"(["id","x","name","flag"])");
    EXPECT_EQ(json::write(wbm.at("column_types")), R"(["int64","double","string","bool"])");
}

TEST(DataFrame, JsonOfAnArtifact) {
    const FakeStore artifact(WBM_ARTIFACT);
    EXPECT_EQ(keys_of(made_of(sample_table(1)).to_json(artifact.store())), "_type format id path sha256 _wbm ");
    EXPECT_EQ(keys_of(made_of(sample_table(1), {{"entity", "e"}}).to_json(artifact.store())),
              "_type format id entity path sha256 _wbm ");
}

TEST(DataFrame, TheIdIsTheContentsAndLooksLikeTheReferences) {
    const FakeStore run(WBM_RUN);
    const FakeStore artifact(WBM_ARTIFACT);
    const std::string id = text(made_of(sample_table(5)).to_json(run.store()), "id");
    EXPECT_EQ(id.size(), 8U);
    EXPECT_EQ(id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789"), id.npos);
    EXPECT_EQ(text(made_of(sample_table(5)).to_json(artifact.store()), "id"), id);
    EXPECT_NE(text(made_of(sample_table(6)).to_json(run.store()), "id"), id);
}

TEST(DataFrame, EveryWayToMakeOneComesBack) {
    const DataFrame frame = made_of(sample_table(2500), {{"entity", "é"}});
    const DataFrame back = round_trip(frame);
    EXPECT_EQ(back.labels, frame.labels);
    EXPECT_EQ(back.content, frame.content);
    EXPECT_TRUE(table_from(back)->Equals(*sample_table(2500)));
    for (const auto& path : files_in(corpus(""))) {
        const DataFrame of_file = made(Source::path(path.string()));
        EXPECT_EQ(round_trip(of_file), of_file) << path;
        EXPECT_EQ(bytes_of(of_file), read_file(path.string()));
        EXPECT_EQ(round_trip(made(Source::bytes(read_file(path.string())))), of_file) << path;
        EXPECT_EQ(round_trip(of_file).content, of_file.content) << path;
    }
}

TEST(DataFrame, EqualRowsGiveEqualBytes) {
    EXPECT_EQ(bytes_of(made_of(sample_table(3000))), bytes_of(made_of(sample_table(3000))));
    EXPECT_EQ(made_of(sample_table(3)), made_of(sample_table(3)));
    EXPECT_NE(made_of(sample_table(3)), made_of(sample_table(4)));
    EXPECT_NE(made_of(sample_table(3)), made_of(sample_table(3), {{"run", "r"}}));
}

TEST(DataFrame, FieldsNeedNoFileWhereTheJsonSaysThem) {
    const FakeStore run(WBM_RUN);
    const DataFrame frame = made_of(sample_table(10), {{"project", "p"}});
    EXPECT_EQ(keys_of(frame.fields()), "rows row_groups compression columns column_types format project size ");
    const std::string text = frame_type().to_json(reinterpret_cast<const wbm_value*>(&frame), run);
    const DataFrame back = of(frame_type().from_json(text, run));
    std::filesystem::remove_all(run.root() / "media");
    const json::object fields = back.fields();
    EXPECT_EQ(keys_of(fields), "rows row_groups compression columns column_types format id project sha256 size ");
    EXPECT_EQ(fields.at("rows"), 10);
    EXPECT_EQ(fields.at("compression"), "zstd");
}

TEST(DataFrame, OptionsOfAStream) {
    for (const char* name : {"zstd", "snappy", "gzip", "none"}) {
        const DataFrame frame = made_of(sample_table(2000), {{"compression", name}, {"row_group_rows", 300}});
        EXPECT_EQ(frame.content.at("compression"), name);
        EXPECT_EQ(frame.content.at("row_groups"), 7);
        EXPECT_TRUE(table_from(frame)->Equals(*sample_table(2000))) << name;
    }
    EXPECT_TRUE(says(refusal_of(sample_table(1), {{"compression", "rar"}}),
                     {"1 option \"compression\" is \"rar\"; it must be zstd, snappy, gzip or none"}));
    EXPECT_TRUE(says(refusal_of(sample_table(1), {{"row_group_rows", 0}}), {"1 option \"row_group_rows\" is 0"}));
    EXPECT_TRUE(says(refusal_of(sample_table(1), {{"caption", "x"}}), {"option \"caption\" is not known"}));
    EXPECT_TRUE(says(refusal_of(sample_table(1), {{"run", std::string(2000, 'x')}}), {"option \"run\" has 2000"}));
    EXPECT_TRUE(says(refusal_of(Source::bytes(parquet_of(sample_table(1))).with_options({{"compression", "zstd"}})),
                     {"1 data-frame: option \"compression\" is for Arrow streams"}));
}

TEST(DataFrame, ArrowTypesThatParquetLacksComeBack) {
    arrow::StringDictionary32Builder words;
    for (const char* word : {"a", "b", "a"}) must(words.Append(word));
    const auto durations = column_of<arrow::Int64Builder, std::int64_t>({1, 2, 3});
    const auto zoned = arrow::timestamp(arrow::TimeUnit::MICRO, "Europe/Paris");
    const auto table =
        table_of({arrow::field("word", arrow::dictionary(arrow::int32(), arrow::utf8())),
                  arrow::field("took", arrow::duration(arrow::TimeUnit::MILLI)), arrow::field("when", zoned)},
                 {must(words.Finish()), must(durations->View(arrow::duration(arrow::TimeUnit::MILLI))),
                  must(durations->View(zoned))});
    const DataFrame frame = made_of(table);
    EXPECT_EQ(table_from(frame)->schema()->ToString(), table->schema()->ToString());
    EXPECT_TRUE(table_from(frame)->Equals(*must(table->CombineChunks())));
}

TEST(DataFrame, SchemaMetadataIsKept) {
    const auto table = sample_table(2)->ReplaceSchemaMetadata(arrow::key_value_metadata({{"pandas", "{}"}}));
    EXPECT_EQ(must(table_from(made_of(table))->schema()->metadata()->Get("pandas")), "{}");
}

TEST(DataFrame, StreamsWithoutRowsAreFrames) {
    const DataFrame frame = made_of(sample_table(0));
    EXPECT_EQ(frame.content.at("rows"), 0);
    EXPECT_EQ(table_from(round_trip(frame))->num_rows(), 0);
    EXPECT_EQ(frame.rows({}), "[]");
    EXPECT_EQ(shape_text(frame.tensor({{"columns", {"x"}}}).dl()), "[0, 1]");
}

TEST(DataFrame, ProbeSaysWhatAFileHolds) {
    const json::object facts = frame_type().probe(Source::bytes(parquet_of(sample_table(2500))));
    EXPECT_EQ(keys_of(facts), "rows row_groups compression columns column_types format size ");
    EXPECT_EQ(facts.at("rows"), 2500);
    EXPECT_EQ(facts.at("row_groups"), 3);
    EXPECT_EQ(facts.at("compression"), "none");
    const auto file = files_in(corpus("")).front();
    EXPECT_EQ(frame_type().probe(Source::path(file.string())).at("size"), std::filesystem::file_size(file));
    EXPECT_TRUE(says(refusal([] { (void)frame_type().probe(Source::bytes("RIFF............")); }), {"2 ", "PAR1"}));
}

TEST(DataFrame, UnknownMembersAndTheirFilesAreKept) {
    const FakeStore store(WBM_ARTIFACT);
    store.put("media/data_frames/a.parquet", parquet_of(sample_table(1)));
    store.put("media/data_frames/later.bin", "x");
    const std::string json =
        R"({"_type":"data-frame","format":"parquet","id":"abc","path":"media/data_frames/a.parquet","index":[1],)"
        R"("_wbm":{"later":{"path":"media/data_frames/later.bin"}}})";
    const OpaqueValue value = frame_type().from_json(json, store);
    const std::string again = frame_type().to_json(value, store);
    EXPECT_TRUE(says(again, {R"("id":"abc")", R"("index":[1])", R"("later":{"path":"media/data_frames/later.bin"})"}));
    (void)round_trip(frame_type(), value.get(), store);
}

}  // namespace
}  // namespace wbm::data_frame
