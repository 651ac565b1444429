// Rows as Arrow batches, as JSON and as an array.
#include "test_support.hpp"

#include <cmath>
#include <thread>

namespace wbm::data_frame {
namespace {

const DataFrame& frame_of_3000() {
    static const DataFrame frame = made_of(sample_table(3000), {{"row_group_rows", 700}});
    return frame;
}

std::string chosen(const json::object& options) { return table_from(frame_of_3000(), options)->ToString(); }

TEST(Arrow, FirstAndCountAreAPieceOfTheWhole) {
    const auto whole = must(table_from(frame_of_3000())->CombineChunks());
    for (const std::int64_t first : {0, 1, 699, 700, 701, 1399, 2100, 2999, 3000, 9000})
        for (const std::int64_t count : {0, 1, 2, 700, 701, 2999, 3000, 9000}) {
            const auto piece = table_from(frame_of_3000(), {{"first", first}, {"count", count}});
            EXPECT_TRUE(piece->Equals(*whole->Slice(std::min<std::int64_t>(first, 3000), count)))
                << first << " " << count;
        }
}

TEST(Arrow, ColumnsComeInTheOrderAsked) {
    const auto whole = sample_table(3000);
    const auto piece = table_from(frame_of_3000(), {{"columns", {"name", "id"}}, {"first", 1500}});
    EXPECT_EQ(piece->schema()->field(0)->name(), "name");
    EXPECT_TRUE(piece->Equals(*must(whole->SelectColumns({2, 0}))->Slice(1500)));
    EXPECT_TRUE(says(refusal([] { (void)chosen({{"columns", {"nope"}}}); }), {"3 the frame has no column \"nope\""}));
    EXPECT_TRUE(says(refusal([] { (void)chosen({{"columns", {"id", "id"}}}); }), {"\"id\" twice"}));
    EXPECT_TRUE(says(refusal([] { (void)chosen({{"columns", "id"}}); }), {"must be a list of names"}));
    EXPECT_TRUE(says(refusal([] { (void)chosen({{"columns", {7}}}); }), {"must be a list of names, it has 7"}));
    EXPECT_TRUE(says(refusal([] { (void)chosen({{"first", -1}}); }), {"\"first\" is -1"}));
    EXPECT_TRUE(says(refusal([] { (void)chosen({{"rows", 1}}); }), {"option \"rows\" is not known"}));
}

TEST(Arrow, NestedColumnsAreChosenWhole) {
    const auto inner = must(arrow::StructArray::Make(
        {column_of<arrow::Int32Builder, int>({1, 2}), column_of<arrow::StringBuilder, std::string>({"a", "b"})},
        std::vector<std::string>{"n", "s"}));
    const auto table = table_of({arrow::field("left", arrow::int64()), arrow::field("in", inner->type()),
                                 arrow::field("right", arrow::int64())},
                                {column_of<arrow::Int64Builder, std::int64_t>({1, 2}), inner,
                                 column_of<arrow::Int64Builder, std::int64_t>({3, 4})});
    const DataFrame frame = made_of(table);
    EXPECT_TRUE(table_from(frame, {{"columns", {"right", "in"}}})->Equals(*must(table->SelectColumns({2, 1}))));
    EXPECT_EQ(frame.rows({}), R"([[1,{"n":1,"s":"a"},3],[2,{"n":2,"s":"b"},4]])");
}

TEST(Arrow, BatchesOutliveTheStreamAndTheValue) {
    std::shared_ptr<arrow::RecordBatch> batch;
    {
        const DataFrame frame = made_of(sample_table(100));
        ArrowArrayStream stream{};
        frame.arrow({}, stream);
        const auto reader = must(arrow::ImportRecordBatchReader(&stream));
        must(reader->ReadNext(&batch));
    }
    EXPECT_TRUE(must(arrow::Table::FromRecordBatches({batch}))->Equals(*sample_table(100)));
}

TEST(Arrow, AStreamReadsTheFileOfAPathLater) {
    const FakeStore folder(WBM_RUN);
    const auto path = folder.put("a.parquet", parquet_of(sample_table(5000), 1000));
    const DataFrame frame = made(Source::path(path.string()));
    ArrowArrayStream stream{};
    frame.arrow({{"count", 4500}}, stream);
    EXPECT_EQ(must(must(arrow::ImportRecordBatchReader(&stream))->ToTable())->num_rows(), 4500);
}

TEST(Rows, AreJsonOfCells) {
    const DataFrame frame = made_of(sample_table(4));
    EXPECT_EQ(frame.rows({}), R"([[0,0.0,"n0",false],[1,0.5,"n1",true],[2,1.0,null,false],[3,1.5,"n3",true]])");
    EXPECT_EQ(frame.rows({{"columns", {"name"}}, {"first", 1}, {"count", 2}}), R"([["n1"],[null]])");
    EXPECT_TRUE(says(refusal([&] { (void)frame.cell_value({0, 0}); }), {"3 ", "[0,0]", "holds no value"}));
}

/// The cell of a column of one row, after a way through a file.
std::string cell(const std::shared_ptr<arrow::Array>& column) {
    return made_of(table_of({arrow::field("c", column->type())}, {column})).rows({});
}
std::string cell_of(const std::shared_ptr<arrow::DataType>& type, std::int64_t number) {
    const bool is_32 = static_cast<const arrow::FixedWidthType&>(*type).bit_width() == 32;
    const auto plain = is_32 ? column_of<arrow::Int32Builder, std::int32_t>({static_cast<std::int32_t>(number)})
                             : column_of<arrow::Int64Builder, std::int64_t>({number});
    return cell(must(plain->View(type)));
}

TEST(Rows, TimesAreMilliseconds) {
    using arrow::TimeUnit;
    EXPECT_EQ(cell_of(arrow::timestamp(TimeUnit::NANO), 1'500'000), "[[1.5]]");
    EXPECT_EQ(cell_of(arrow::timestamp(TimeUnit::NANO), 2'000'000), "[[2]]");
    EXPECT_EQ(cell_of(arrow::timestamp(TimeUnit::SECOND, "UTC"), -3), "[[-3000]]");
    EXPECT_EQ(cell_of(arrow::timestamp(TimeUnit::MILLI), 7), "[[7]]");
    EXPECT_EQ(cell_of(arrow::date32(), 2), "[[172800000]]");
    EXPECT_EQ(cell_of(arrow::time32(TimeUnit::MILLI), 61000), "[[61000]]");
    EXPECT_EQ(cell_of(arrow::time64(TimeUnit::MICRO), 1500), "[[1.5]]");
    EXPECT_EQ(cell_of(arrow::duration(TimeUnit::SECOND), 5), "[[5000]]");
}

TEST(Rows, OtherTypes) {
    EXPECT_EQ(cell(column_of<arrow::DoubleBuilder, double>({std::nan("")})), "[[NaN]]");
    EXPECT_EQ(cell(column_of<arrow::FloatBuilder, float>({-INFINITY})), "[[-Infinity]]");
    EXPECT_EQ(cell(column_of<arrow::UInt64Builder, std::uint64_t>({UINT64_MAX})), "[[18446744073709551615]]");
    EXPECT_EQ(cell(column_of<arrow::Int8Builder, std::int8_t>({-128})), "[[-128]]");
    EXPECT_EQ(cell(column_of<arrow::BinaryBuilder, std::string>({std::string("\0\xff", 2)})), R"([["00ff"]])");
    arrow::Decimal128Builder decimal(arrow::decimal128(30, 4));
    must(decimal.Append(arrow::Decimal128("-12345678901234567890.1200")));
    EXPECT_EQ(cell(must(decimal.Finish())), "[[-12345678901234567890.1200]]");
    auto numbers = std::make_shared<arrow::Int64Builder>();
    arrow::ListBuilder lists(arrow::default_memory_pool(), numbers);
    must(lists.Append());
    must(numbers->AppendValues({1, 2}));
    EXPECT_EQ(cell(must(lists.Finish())), "[[[1,2]]]");
    auto keys = std::make_shared<arrow::StringBuilder>();
    auto items = std::make_shared<arrow::DoubleBuilder>();
    arrow::MapBuilder maps(arrow::default_memory_pool(), keys, items);
    must(maps.Append());
    must(keys->Append("a\"b"));
    must(items->AppendNull());
    EXPECT_EQ(cell(must(maps.Finish())), R"([[[["a\"b",null]]]])");
    arrow::StringDictionaryBuilder words;
    must(words.Append("w"));
    EXPECT_EQ(cell(must(words.Finish())), R"([["w"]])");
}

TEST(Tensor, IsRowsTimesColumns) {
    const Array all = frame_of_3000().tensor({{"columns", {"x", "id", "flag"}}, {"first", 699}, {"count", 3}});
    EXPECT_EQ(shape_text(all.dl()), "[3, 3]");
    const auto* numbers = static_cast<const double*>(all.dl().data);
    EXPECT_EQ(std::vector<double>(numbers, numbers + 9),
              (std::vector<double>{349.5, 699, 1, 350, 700, 0, 350.5, 701, 1}));
    EXPECT_TRUE(says(refusal([] { (void)frame_of_3000().tensor({}); }),
                     {"2 column \"name\" is of type string", "name columns of numbers"}));
}

TEST(Tensor, NullIsNaN) {
    arrow::Int32Builder builder;
    must(builder.Append(5));
    must(builder.AppendNull());
    const Array array = made_of(table_of({arrow::field("n", arrow::int32())}, {must(builder.Finish())})).tensor({});
    EXPECT_EQ(static_cast<const double*>(array.dl().data)[0], 5);
    EXPECT_TRUE(std::isnan(static_cast<const double*>(array.dl().data)[1]));
}

TEST(Threads, OneValueIsReadByMany) {
    std::vector<std::thread> threads;
    threads.reserve(4);
    std::atomic<int> wrong = 0;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 5; ++i) {
                if (table_from(frame_of_3000())->num_rows() != 3000) ++wrong;
                if (made_of(sample_table(50)).content.at("rows") != 50) ++wrong;
            }
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace wbm::data_frame
