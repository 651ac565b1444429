// Broken and lying tables: each is refused with a status of its own, or read as what it says.
#include "arrays/npz.hpp"
#include "table.hpp"

#include <wbm/testing.hpp>

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <random>
#include <string>

namespace wbm::table {
namespace {

using testing::FakeStore;
using testing::Source;

/// The refusal's text; "" when the text is a table.
std::string refusal(const std::string& text, const FakeStore& store) {
    try {
        (void)Table::from_text(text, store.store());
        return {};
    } catch (const Error& e) {
        EXPECT_NE(e.status(), WBM_INTERNAL) << e.what();
        return e.what();
    } catch (const json::Error& e) {
        return e.what();
    }
}

/// A table with every kind of cell that needs no host, its archive in `store`.
std::string entry(const FakeStore& store) {
    Source source =
        Source::json(
            R"({"columns":["n","s","t","l","d","m"],"data":[[1,"x\u00e9",{"$time":"2020-01-02T03:04:05.678901"},)"
            R"([1,[2.5]],{"k":2.5},{"$part":"m"}],[18446744073709551616,null,{"$time":5},[],{"k":1},)"
            R"({"$part":"m"}]]})")
            .with_part("m", Source::tensor<double>({1, 2, 3, 4}, {2, 2}));
    return Table::create(Input(source.input())).to_text(store.store());
}

TEST(HostileTable, IsCutAtEveryByte) {
    const FakeStore store(WBM_ARTIFACT);
    const std::string whole = entry(store);
    ASSERT_EQ(refusal(whole, store), "");
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_NE(refusal(whole.substr(0, size), store), "") << size;
}

TEST(HostileTable, HasBytesChanged) {
    const FakeStore store(WBM_ARTIFACT);
    const std::string whole = entry(store);
    std::mt19937 random(7);
    int refused = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string text = whole;
        for (int change = 0; change < 1 + i % 3; ++change)
            text[random() % text.size()] = "0123456789[]{},:\"nulltruex-. e\\\x80"[random() % 31];
        refused += refusal(text, store).empty() ? 0 : 1;
    }
    EXPECT_GT(refused, 10'000);
}

TEST(HostileTable, ItsArchiveIsCut) {
    const FakeStore store(WBM_ARTIFACT);
    const std::string text = entry(store);
    ASSERT_EQ(store.added().size(), 1U);
    const std::string archive = store.added()[0].content;
    for (std::size_t size = 0; size + 22 < archive.size(); size += 7) {  // the last 22 bytes are the zip's end
        store.put(store.added()[0].path, archive.substr(0, size));
        const std::string said = refusal(text, store);
        EXPECT_NE(said.find(".npz"), std::string::npos) << size << ": " << said;
    }
}

/// A zip with one member of these bytes.
void write_zip(const std::string& file, const std::string& member, const std::string& bytes) {
    const std::unique_ptr<archive, decltype(&archive_write_free)> zip(archive_write_new(), &archive_write_free);
    archive_write_set_format_zip(zip.get());
    archive_write_open_filename(zip.get(), file.c_str());
    const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> head(archive_entry_new(), &archive_entry_free);
    archive_entry_set_pathname(head.get(), member.c_str());
    archive_entry_set_size(head.get(), static_cast<la_int64_t>(bytes.size()));
    archive_entry_set_filetype(head.get(), AE_IFREG);
    archive_write_header(zip.get(), head.get());
    archive_write_data(zip.get(), bytes.data(), bytes.size());
}

std::string npy(const std::string& shape) {
    std::string header = "{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }";
    header.resize(118 - 1, ' ');
    return std::string("\x93NUMPY\x01\x00", 8) + std::string("\x76\x00", 2) + header + "\n" + std::string(64, '\0');
}

TEST(HostileTable, ItsArchiveClaimsTenGigabytes) {
    const FakeStore store(WBM_ARTIFACT);
    const auto reading = [&](const std::string& shape) {
        const auto file = store.put("claims.npz", "").string();
        write_zip(file, "m.npy", npy(shape));
        try {
            (void)from_npz(file, "m", "the file \"claims.npz\"");
        } catch (const Error& e) {
            EXPECT_EQ(e.status(), WBM_INVALID);
            return std::string(e.what());
        }
        return std::string("was read");
    };
    EXPECT_EQ(reading("(8,)"), "was read");
    for (const char* shape : {"(1342177280,)", "(9223372036854775807, 2)", "(4294967296, 4294967296)", "(9,)"})
        EXPECT_NE(reading(shape).find("claims.npz"), std::string::npos) << shape << ": " << reading(shape);
}

TEST(HostileTable, NamesFilesOutside) {
    const FakeStore store(WBM_ARTIFACT);
    for (const char* path : {"../secret.npz", "/etc/passwd", "a/../../b.npz"}) {
        const std::string said = refusal(
            R"({"_type":"table","columns":["a"],"data":[[null]],"column_types":{"wb_type":"typedDict","params":)"
            R"({"type_map":{"a":{"wb_type":"ndarray","params":{"shape":[2,2],"serialization_path":{"path":")" +
                std::string(path) + R"(","key":"a"}}}}}}})",
            store);
        EXPECT_NE(said.find(path), std::string::npos) << said;
        EXPECT_NE(said.find("not inside the store"), std::string::npos) << said;
    }
}

TEST(HostileTable, HasTooManyColumns) {
    const FakeStore store(WBM_ARTIFACT);
    std::string names = "[";
    for (int i = 0; i < 16'385; ++i) names += (i == 0 ? "" : ",") + std::to_string(i);
    const std::string said = refusal(R"({"_type":"table","data":[],"columns":)" + names + "]}", store);
    EXPECT_EQ(said, "\"columns\" names 16385 columns, more than the allowed 16384");
}

}  // namespace
}  // namespace wbm::table
