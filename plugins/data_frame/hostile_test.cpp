// Broken and hostile files and streams: each is refused in one sentence, before what it claims is allocated.
#include "crafted_file.hpp"
#include "limits.hpp"
#include "parquet/pool.hpp"
#include "test_support.hpp"

#include <sys/resource.h>

namespace wbm::data_frame {
namespace {

std::string refusal_of_claims(const Claims& claims) { return refusal_of(Source::bytes(crafted_file(claims))); }
std::string reading(const std::string& file) {
    const DataFrame frame = made(Source::bytes(file));
    return refusal([&] { (void)frame.rows({{"count", 10}}); });
}
std::int64_t peak_kib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

TEST(Hostile, EveryBadFileIsRefusedByPathAndByBytes) {
    const auto files = files_in(corpus("bad"));
    ASSERT_GE(files.size(), 14U);
    for (const auto& path : files) {
        const std::string name = path.filename().string();
        const std::string text = refusal_of(Source::path(path.string()));
        EXPECT_TRUE(text.starts_with("1 ") || text.starts_with("2 ")) << name << ": " << text;
        EXPECT_TRUE(says(text, {"data-frame: ", "the file \"" + path.string() + "\""})) << name;
        EXPECT_EQ(text.find('\n'), std::string::npos) << name;
        const std::string of_bytes = refusal_of(Source::bytes(read_file(path.string())));
        EXPECT_TRUE(says(of_bytes, {"data-frame: ", "the data"})) << name << ": " << of_bytes;
    }
}

TEST(Hostile, TheReasonSaysWhat) {
    const auto reason = [](const char* name) { return refusal_of(Source::bytes(sample(std::string("bad/") + name))); };
    EXPECT_TRUE(says(reason("text.parquet"), {"2 ", "it has 8 bytes; give a .parquet file"}));
    EXPECT_TRUE(says(reason("head_gone.parquet"), {"2 ", "does not begin with PAR1"}));
    EXPECT_TRUE(says(reason("cut_half.parquet"), {"1 ", "is cut: it does not end with PAR1"}));
    EXPECT_TRUE(says(reason("cut_last_byte.parquet"), {"1 ", "is cut"}));
    EXPECT_TRUE(says(reason("footer_huge.parquet"), {"1 ", "a footer of 4294967295 bytes, more than 8388608"}));
    EXPECT_TRUE(says(reason("footer_longer_than_file.parquet"), {"1 ", "its footer would have 2604 of 2599 bytes"}));
    EXPECT_TRUE(says(reason("encrypted_footer.parquet"), {"2 ", "is encrypted"}));
    EXPECT_TRUE(says(reason("data_gone.parquet"), {"1 ", "column 0 of row group 0", "cut or broken"}));
    EXPECT_TRUE(says(reason("footer_garbage.parquet"), {"1 ", "is no sound Parquet file"}));
}

TEST(Hostile, ATruncationAnywhereIsRefused) {
    const std::string whole = sample("plain.parquet");
    for (std::size_t size = 0; size < whole.size(); ++size)
        ASSERT_NE(refusal_of(Source::bytes(whole.substr(0, size))), "not refused") << size;
}

TEST(Hostile, ClaimsOfTheFooterAreBounded) {
    EXPECT_EQ(refusal_of_claims({}), "not refused");
    EXPECT_EQ(made(Source::bytes(crafted_file())).rows({}), "[[42]]");
    EXPECT_TRUE(says(refusal_of_claims({.rows = 2}), {"1 ", "it claims 2 rows and its row groups 1"}));
    EXPECT_TRUE(says(refusal_of_claims({.rows = -1, .group_rows = -1}), {"1 ", "claims -1 rows"}));
    EXPECT_TRUE(says(refusal_of_claims({.rows = 1LL << 40, .group_rows = 1LL << 40}),
                     {"1 ", "row group 0 of the data claims 1099511627776 rows; 0 to 268435456 are taken"}));
    EXPECT_TRUE(says(refusal_of_claims({.group_bytes = 10LL << 30}), {"1 ", "claims 10737418240 bytes; up to"}));
    EXPECT_TRUE(says(refusal_of_claims({.chunk_bytes = 10LL << 30}),
                     {"1 ", "column 0 of row group 0 of the data claims 10737418240 bytes"}));
    EXPECT_TRUE(says(refusal_of_claims({.chunk_bytes = -5}), {"1 ", "claims -5 bytes"}));
    EXPECT_TRUE(
        says(refusal_of_claims({.compressed_bytes = 1LL << 50}), {"1 ", "would be 1125899906842624 bytes at 4"}));
    EXPECT_TRUE(says(refusal_of_claims({.offset = INT64_MAX}), {"1 ", "at 9223372036854775807 of"}));
    EXPECT_TRUE(says(refusal_of_claims({.offset = -9}), {"1 ", "at -9 of"}));
    EXPECT_TRUE(
        says(refusal_of_claims({.other_file = "/etc/passwd"}), {"2 ", "in another file, which is never opened"}));
    EXPECT_TRUE(says(refusal_of_claims({.name = "\xff"}), {"1 ", "column 0 of the data has a name that is not UTF-8"}));
    EXPECT_TRUE(says(refusal_of_claims({.name = std::string(5000, 'x')}), {"1 ", "a name of 5000 bytes"}));
    EXPECT_TRUE(says(refusal_of_claims({.depth = 40}), {"1 ", "more than 32 deep"}));
    EXPECT_TRUE(says(refusal_of_claims({.depth = 20'000}), {"1 ", "no sound Parquet file"}));
    EXPECT_TRUE(says(refusal_of_claims({.rows = max_row_groups + 1, .groups = max_row_groups + 1}),
                     {"1 ", "32769 row groups, more than 32768"}));
}

TEST(Hostile, ListsOfTheFooterThatClaimTooMuchAreNotAllocated) {
    const std::int64_t before = peak_kib();
    const ThriftStruct schema = ThriftStruct().integer(1, 2, false).list_head(2, 12, 2'000'000'000);
    EXPECT_TRUE(says(refusal_of(Source::bytes(with_footer("PAR1", schema))), {"1 ", "no sound Parquet file"}));
    EXPECT_LT(peak_kib() - before, 64 << 10);
}

/// Small structs of a footer become large ones in memory: what the largest footer may take is this times its size.
TEST(Hostile, AFooterTakesBoundedMemory) {
    constexpr std::int64_t most_times = 300;
    const std::vector<ThriftStruct> chunks(60'000, ThriftStruct().integer(2, 0));
    const ThriftStruct group = ThriftStruct().list(1, chunks).integer(2, 0).integer(3, 0);
    const ThriftStruct footer = ThriftStruct()
                                    .integer(1, 2, false)
                                    .list(2, {schema_group("schema", 0, true)})
                                    .integer(3, 0)
                                    .list(4, std::vector<ThriftStruct>(5, group));
    const std::string file = with_footer("PAR1", footer);
    const std::int64_t before = peak_kib();
    EXPECT_NE(refusal_of(Source::bytes(file)), "not refused");
    EXPECT_LT(peak_kib() - before, most_times * static_cast<std::int64_t>(file.size()) / 1024);
}

TEST(Hostile, APageThatClaimsTooMuchIsNotAllocated) {
    const std::int64_t before = peak_kib();
    for (const int codec : {0, 1, 2, 6}) {  // none, snappy, gzip, zstd
        EXPECT_NE(reading(crafted_file({.page_bytes = INT32_MAX, .codec = codec})), "not refused") << codec;
        EXPECT_NE(reading(crafted_file({.page_bytes = -1, .codec = codec})), "not refused") << codec;
    }
    EXPECT_TRUE(says(reading(crafted_file({.page_bytes = INT32_MAX, .codec = 6})),
                     {"1 the frame cannot be read: ", "claims 2147483648 bytes, more than 1073741824"}));
    EXPECT_LT(peak_kib() - before, 64 << 10);
}

TEST(Hostile, RowsThatAreMissingAreSaid) {
    EXPECT_TRUE(says(reading(crafted_file({.rows = 1'000'000, .group_rows = 1'000'000})), {"1 the frame "}));
    const DataFrame frame = made(Source::bytes(crafted_file({.rows = 1 << 28, .group_rows = 1 << 28})));
    EXPECT_TRUE(says(refusal([&] { (void)frame.tensor({}); }), {"1 ", "268435456 x 1 numbers, more than"}));
}

TEST(Hostile, DamagedDataIsRefusedOrReadAndNothingElse) {
    for (const auto& path : files_in(corpus(""))) {
        const std::string whole = read_file(path.string());
        for (std::size_t i = 0; i < whole.size(); i += 3) {
            std::string damaged = whole;
            damaged[i] = static_cast<char>(damaged[i] ^ (1 << (i % 8)));
            (void)refusal([&] {
                const DataFrame frame = made(Source::bytes(damaged));
                (void)frame.rows({{"count", 20}});
            });
        }
    }
}

TEST(Hostile, TextThatIsNotUtf8IsRefused) {
    const auto bytes = column_of<arrow::BinaryBuilder, std::string>({"ok", "\xff\xfe"});
    const auto text = must(bytes->View(arrow::utf8()));
    const auto table = table_of({arrow::field("t", arrow::utf8())}, {text});
    EXPECT_TRUE(says(refusal_of(table), {"1 the batch at row 0 is broken", "UTF8"}));
    const DataFrame frame = made(Source::bytes(parquet_of(table)));  // other programs write such files
    EXPECT_TRUE(says(refusal([&] { (void)frame.rows({}); }), {"1 the frame is broken"}));
}

TEST(Hostile, StreamsAreRefusedByReason) {
    EXPECT_TRUE(says(refusal_of(arrow::Table::Make(arrow::schema(arrow::FieldVector{}), arrow::ArrayVector{}, 3)),
                     {"1 the stream has no columns"}));
    const auto n = column_of<arrow::Int64Builder, std::int64_t>({1});
    EXPECT_TRUE(says(refusal_of(table_of({arrow::field("a", n->type()), arrow::field("a", n->type())}, {n, n})),
                     {"1 two columns are named \"a\"; rename one"}));
    const auto nothing = must(arrow::MakeEmptyArray(arrow::month_interval()));
    EXPECT_TRUE(says(refusal_of(table_of({arrow::field("gap", nothing->type())}, {nothing})),
                     {"2 column \"gap\" is of the Arrow type month_interval, which Parquet cannot hold"}));
    EXPECT_TRUE(says(refusal_of(table_of({arrow::field("\xff", n->type())}, {n})), {"1 column 0 has a name"}));
    const auto inner = must(arrow::StructArray::Make({n}, std::vector<std::string>{"\xff"}));
    EXPECT_TRUE(says(refusal_of(table_of({arrow::field("s", inner->type())}, {inner})),
                     {"1 column 0 has a member with a name that is not UTF-8"}));
    EXPECT_TRUE(says(refusal_of(Source::bytes(parquet_of(table_of({arrow::field("s", inner->type())}, {inner})))),
                     {"1 data-frame: column 0 of the data has a member with a name that is not UTF-8"}));
    const arrow::FieldVector many(max_columns + 1, arrow::field("n", arrow::int8()));
    const arrow::ArrayVector columns(max_columns + 1, must(arrow::MakeEmptyArray(arrow::int8())));
    EXPECT_TRUE(says(refusal_of(table_of(many, columns)), {"1 the stream has 16385 columns, more than 16384"}));
}

TEST(Hostile, AStreamThatFailsIsReleasedAndNamed) {
    class Failing final : public arrow::RecordBatchReader {
        [[nodiscard]] std::shared_ptr<arrow::Schema> schema() const override { return sample_table(0)->schema(); }
        arrow::Status ReadNext(std::shared_ptr<arrow::RecordBatch>* out) override {
            if (++calls_ == 3) return arrow::Status::IOError("the disk\nis gone");
            *out = must(sample_table(4)->CombineChunksToBatch());
            return arrow::Status::OK();
        }
        int calls_ = 0;
    };
    StreamInput input(std::make_shared<Failing>());
    EXPECT_TRUE(says(refusal([&] { (void)DataFrame::create(Input(input.input())); }),
                     {"1 the stream broke off at row 8", "the disk"}));
    EXPECT_EQ(input.stream.release, nullptr);
    StreamInput refused(sample_table(1), {{"nope", 1}});
    EXPECT_TRUE(says(refusal([&] { (void)DataFrame::create(Input(refused.input())); }), {"\"nope\" is not known"}));
    EXPECT_EQ(refused.stream.release, nullptr);
    ArrowArrayStream spent{};
    StreamInput gone(sample_table(1));
    std::swap(gone.stream, spent);
    EXPECT_TRUE(says(refusal([&] { (void)DataFrame::create(Input(gone.input())); }), {"1 the stream cannot be read"}));
    spent.release(&spent);
}

TEST(Hostile, PathsThatAreNoFiles) {
    EXPECT_TRUE(says(refusal_of(Source::path("/nowhere/a.parquet")), {"3 data-frame: ", "a.parquet"}));
    EXPECT_TRUE(says(refusal_of(Source::path(corpus("").string())), {"1 data-frame: "}));
}

TEST(Pool, RefusesBeforeItAllocatesAndCountsWhatIsGivenBack) {
    const auto pool = BoundedPool::make();
    std::uint8_t* piece = nullptr;
    EXPECT_TRUE(pool->Allocate(max_allocation + 1, &piece).IsOutOfMemory());
    must(pool->Allocate(100, &piece));
    EXPECT_TRUE(pool->Reallocate(100, max_allocation + 1, &piece).IsOutOfMemory());
    must(pool->Reallocate(100, 200, &piece));
    EXPECT_EQ(pool->bytes_allocated(), 200);
    pool->Free(piece, 200);
    EXPECT_EQ(pool->bytes_allocated(), 0);
    std::vector<std::uint8_t*> large(static_cast<std::size_t>(max_read_memory / max_allocation));
    for (auto& each : large) must(pool->Allocate(max_allocation, &each));  // address space; nothing is touched
    EXPECT_TRUE(says(pool->Allocate(1, &piece).message(), {"4294967296 bytes are in use"}));
    for (auto* each : large) pool->Free(each, max_allocation);
}

TEST(Hostile, AStoreThatFailsLeavesNothingToSee) {
    const DataFrame frame = made_of(sample_table(3));
    FakeStore store(WBM_ARTIFACT);
    store.fail_at(1);
    EXPECT_TRUE(says(refusal([&] { (void)frame.to_json(store.store()); }), {"4 ", "told to fail"}));
}

}  // namespace
}  // namespace wbm::data_frame
