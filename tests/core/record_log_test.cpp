// The record log of a run: byte for byte what the reference writes, and every damage told (run spec 1, R001 to R018).
#include "record_log/layout.hpp"
#include "record_log/reader.hpp"
#include "record_log/writer.hpp"

#include <wbm/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>

#include "temp_dir.hpp"

namespace wbm::record_log {
namespace {

namespace fs = std::filesystem;
using test::TempDir;
using testing::ElementsAre;
using testing::HasSubstr;
using Kind = Item::Kind;

std::string unhex(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size();) {
        if (hex[i] == ' ') {
            ++i;
            continue;
        }
        bytes.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
        i += 2;
    }
    return bytes;
}

std::string chunks(std::uint64_t offset, std::string_view payload) {
    std::string out;
    append_chunks(out, offset, payload);
    return out;
}

std::string file_of(const std::vector<std::string>& records) {
    std::string content(preamble.begin(), preamble.end());
    for (const std::string& record : records) append_chunks(content, content.size(), record);
    return content;
}

/// What a file gives until it ends.
struct Read {
    std::vector<std::string> records;
    std::vector<std::uint64_t> offsets, damage;
    Kind last = Kind::end;
    std::uint64_t last_offset = 0;
};

Read read_all(const fs::path& file) {
    Read all;
    Reader reader(file);
    for (;;) {
        const Item item = reader.next();
        if (item.kind == Kind::record) {
            all.records.emplace_back(item.payload);
            all.offsets.push_back(item.offset);
        } else if (item.kind == Kind::corrupt) {
            EXPECT_FALSE(item.reason.empty());
            all.damage.push_back(item.offset);
        } else {
            all.last = item.kind;
            all.last_offset = item.offset;
            return all;
        }
    }
}

Read read_bytes(const TempDir& dir, std::string_view content) { return read_all(dir.write("run.wandb", content)); }

/// Records of many sizes around every edge, with their file.
std::vector<std::string> many_records(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<std::string> records;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t near_block = block_bytes - 20 + random() % 40;
        const std::size_t size = i % 7 == 3 ? near_block : i % 11 == 5 ? 70'000 + random() % 9 : random() % 300;
        std::string record(size, '\0');
        for (char& c : record) c = static_cast<char>(random());
        records.push_back(std::move(record));
    }
    return records;
}

TEST(RecordLog, ChunksAreThoseOfTheReference) {
    EXPECT_EQ(chunks(preamble_bytes, ""), unhex("1b df 05 a5 00 00 01"));
    EXPECT_EQ(chunks(preamble_bytes, unhex("08 01 b2 01 00")), unhex("9d 45 93 2d 05 00 01 08 01 b2 01 00"));
    EXPECT_EQ(chunks(block_bytes - 7, unhex("08 02 92 01 00")),
              unhex("a1 8e 0c 3c 00 00 02") + unhex("20 3d a6 57 05 00 04 08 02 92 01 00"));
}

TEST(RecordLog, TheSmallestRunIsTheReferencesByteForByte) {
    const TempDir dir;
    const fs::path file = dir / "run-abc12345.wandb";
    const std::vector<std::string> records = {unhex("08 01 8a 01 0d 0a 08 61 62 63 31 32 33 34 35 1a 01 70"),
                                              unhex("08 02 92 01 00"), unhex("08 03 a2 01 00"),
                                              unhex("08 04 b2 01 00")};
    {
        Writer writer(file, Durability::process, std::span(records).first(1));
        for (std::size_t i = 1; i < records.size(); ++i) writer.append(records[i]);
    }
    EXPECT_EQ(test::slurp(file), unhex("3a 57 26 42 e1 be 00"
                                       "8a 02 29 19 12 00 01 08 01 8a 01 0d 0a 08 61 62 63 31 32 33 34 35 1a 01 70"
                                       "93 ac 6b 07 05 00 01 08 02 92 01 00"
                                       "66 2e bc 9b 05 00 01 08 03 a2 01 00"
                                       "af b5 4d 1a 05 00 01 08 04 b2 01 00"));
    EXPECT_EQ(read_all(file).records, records);
}

TEST(RecordLog, NoChunkCrossesABlock) {
    for (std::size_t size = 0; size <= 100'000; size += size < 40'000 && size > 31'000 ? 1 : 997)
        for (const std::uint64_t offset :
             {std::uint64_t{7}, std::uint64_t{block_bytes} - 7, std::uint64_t{block_bytes} * 3}) {
            const std::string bytes = chunks(offset, std::string(size, 'x'));
            std::size_t at = 0;
            while (at < bytes.size()) {
                const std::size_t left = left_in_block(offset + at);
                if (left < head_bytes) {
                    at += left;
                    continue;
                }
                const std::size_t length =
                    static_cast<unsigned char>(bytes.at(at + 4)) + 256U * static_cast<unsigned char>(bytes.at(at + 5));
                ASSERT_LE(head_bytes + length, left) << size;
                at += head_bytes + length;
            }
            ASSERT_EQ(at, bytes.size());
            // What follows never has to begin with zeros.
            ASSERT_GE(left_in_block(offset + bytes.size()), head_bytes);
        }
}

TEST(RecordLog, ARecordThatEndsWithABlockIsOneChunk) {
    const std::string bytes = chunks(0, std::string(block_bytes - head_bytes, 'x'));
    EXPECT_EQ(bytes.size(), block_bytes);
    EXPECT_EQ(bytes[6], '\1');
}

TEST(RecordLog, EverySizeIsReadBack) {
    const TempDir dir;
    const std::vector<std::string> records = many_records(150, 1);
    for (const Durability durability : {Durability::buffered, Durability::process, Durability::group}) {
        const fs::path file = dir / (std::to_string(static_cast<int>(durability)) + ".wandb");
        {
            Writer writer(file, durability, std::span(records).first(2));
            for (std::size_t i = 2; i < records.size(); ++i) writer.append(records[i]);
        }
        EXPECT_EQ(test::slurp(file), file_of(records));
        const Read all = read_all(file);
        EXPECT_EQ(all.records, records);
        EXPECT_EQ(all.last, Kind::end);
        EXPECT_TRUE(all.damage.empty());
    }
}

TEST(RecordLog, EveryPrefixGivesAPrefixAndIsNeverCorrupt) {
    const TempDir dir;
    std::vector<std::string> records = many_records(16, 2);
    const std::string whole = file_of(records);
    const Read all = read_bytes(dir, whole);
    ASSERT_EQ(all.records, records);
    for (std::size_t size = 0; size < whole.size(); size += size < 1000 || whole.size() - size < 500 ? 1 : 311) {
        const Read part = read_bytes(dir, std::string_view(whole).substr(0, size));
        ASSERT_TRUE(part.damage.empty()) << size;
        ASSERT_LE(part.records.size(), records.size());
        ASSERT_TRUE(std::equal(part.records.begin(), part.records.end(), records.begin())) << size;
        if (part.last != Kind::truncated) continue;
        const std::uint64_t torn = size < preamble_bytes ? 0 : all.offsets.at(part.records.size());
        ASSERT_EQ(part.last_offset, torn) << size;
    }
    for (std::size_t i = 0; i < records.size(); ++i) {
        const Read part = read_bytes(dir, std::string_view(whole).substr(0, static_cast<std::size_t>(all.offsets[i])));
        EXPECT_EQ(part.last, Kind::end);
        EXPECT_EQ(part.records.size(), i);
    }
}

TEST(RecordLog, ZerosBehindTheLastRecordAreItsEnd) {
    const TempDir dir;
    const std::string whole = file_of({"one", "two"});
    for (const std::size_t zeros : {1U, 6U, 7U, 100U, 32'768U, 200'000U}) {
        const Read all = read_bytes(dir, whole + std::string(zeros, '\0'));
        EXPECT_THAT(all.records, ElementsAre("one", "two"));
        EXPECT_EQ(all.last, Kind::end);
        EXPECT_EQ(all.last_offset, whole.size()) << zeros;
    }
}

TEST(RecordLog, ABadByteLosesNothingOutsideItsBlock) {
    const TempDir dir;
    const std::vector<std::string> records = many_records(60, 3);
    const std::string whole = file_of(records);
    const Read all = read_bytes(dir, whole);
    std::mt19937 random(4);
    for (int i = 0; i < 300; ++i) {
        std::string damaged = whole;
        const std::size_t at = preamble_bytes + random() % (whole.size() - preamble_bytes);
        damaged[at] = static_cast<char>(damaged[at] ^ (1 << random() % 8));
        const Read some = read_bytes(dir, damaged);
        const std::uint64_t block = at - at % block_bytes;
        std::size_t found = 0;
        for (std::size_t n = 0; n < records.size(); ++n) {
            const std::uint64_t end = n + 1 < records.size() ? all.offsets[n + 1] : whole.size();
            const bool outside = end <= block || all.offsets[n] >= block + block_bytes;
            const bool is_there = found < some.records.size() && some.offsets[found] == all.offsets[n];
            if (is_there) {
                ASSERT_EQ(some.records[found], records[n]);
                ++found;
            } else {
                ASSERT_FALSE(outside) << "byte " << at << ", record " << n;
            }
        }
        ASSERT_EQ(found, some.records.size()) << "a record that nobody wrote";
    }
}

TEST(RecordLog, RandomBytesNeverHangOrCrash) {
    const TempDir dir;
    const std::string whole = file_of(many_records(8, 5));
    std::mt19937 random(6);
    for (int i = 0; i < 2000; ++i) {
        std::string changed = whole.substr(0, preamble_bytes + random() % (whole.size() - preamble_bytes));
        for (unsigned n = random() % 8; n > 0; --n) {
            const std::size_t at = preamble_bytes + random() % (changed.size() - preamble_bytes + 1);
            if (at < changed.size()) changed[at] = static_cast<char>(random());
            if (random() % 4 == 0) changed.insert(at, std::string(random() % 50, static_cast<char>(random())));
        }
        (void)read_bytes(dir, changed);
    }
}

TEST(RecordLog, OtherFilesAreRefused) {
    const TempDir dir;
    const auto refused = [&](std::string_view content) {
        try {
            const Reader reader(dir.write("x.wandb", content));
        } catch (const MediaError& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    EXPECT_THAT(refused("PK\3\4 and more"), HasSubstr("is no W&B run: it begins with other bytes"));
    EXPECT_THAT(refused(unhex("3a 57 26 42 e1 be 01")),
                HasSubstr("is a run of version 1, which this program does not know"));
    EXPECT_EQ(refused(""), "");
    EXPECT_EQ(refused(unhex("3a 57 26")), "");
    EXPECT_EQ(read_bytes(dir, unhex("3a 57 26")).last, Kind::truncated);
    EXPECT_EQ(read_bytes(dir, unhex("3a 57 26 42 e1 be 00")).last, Kind::end);
}

TEST(RecordLog, OtherChecksumsAreDamage) {
    const TempDir dir;
    std::string whole = file_of({"123456789"});
    for (const std::uint32_t other : {0xe3069283U, 0xc78ab55aU}) {  // CRC-32C of it; a masked sum
        std::string changed = whole;
        for (std::size_t i = 0; i < 4; ++i) changed[preamble_bytes + i] = static_cast<char>(other >> (8 * i));
        EXPECT_THAT(read_bytes(dir, changed).damage, ElementsAre(preamble_bytes));
    }
}

TEST(RecordLog, AGrowingFileGivesEveryRecordOnce) {
    const TempDir dir;
    const std::vector<std::string> records = many_records(120, 7);
    const std::string whole = file_of(records);
    const fs::path file = dir.write("live.wandb", "");
    Reader reader(file);
    std::vector<std::string> found;
    std::mt19937 random(8);
    std::size_t size = 0;
    while (found.size() < records.size()) {
        size = std::min(whole.size(), size + random() % 4000);
        dir.write("live.wandb", std::string_view(whole).substr(0, size));
        for (Item item = reader.next(); item.kind == Kind::record; item = reader.next())
            found.emplace_back(item.payload);
    }
    EXPECT_EQ(found, records);
}

TEST(RecordLog, ATakenNameIsRefused) {
    const TempDir dir;
    const fs::path file = dir.write("run.wandb", "something");
    const std::vector<std::string> first = {"a"};
    EXPECT_THROW(Writer(file, Durability::process, first), MediaError);
    EXPECT_EQ(test::slurp(file), "something");
    EXPECT_EQ(std::distance(fs::directory_iterator(dir.path()), {}), 1);
}

TEST(RecordLog, AKillLosesNoRecordThatWasAcknowledged) {
    const TempDir dir;
    std::mt19937 random(9);
    for (int i = 0; i < 40; ++i) {
        const fs::path file = dir / (std::to_string(i) + ".wandb");
        int ends[2];
        ASSERT_EQ(pipe(ends), 0);
        const pid_t child = fork();
        if (child == 0) {
            const std::vector<std::string> first = {"0"};
            Writer writer(file, Durability::process, first);
            for (std::uint32_t n = 1;; ++n) {
                writer.append(std::to_string(n) + std::string(n % 900, '.'));
                if (write(ends[1], &n, sizeof n) != sizeof n) _exit(1);
            }
        }
        close(ends[1]);
        std::uint32_t acknowledged = 0;
        const auto enough = static_cast<std::uint32_t>(1 + random() % 3000);
        while (acknowledged < enough && read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) {
        }
        kill(child, SIGKILL);
        while (read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) {
        }
        close(ends[0]);
        waitpid(child, nullptr, 0);
        const Read all = read_all(file);
        EXPECT_TRUE(all.damage.empty());
        ASSERT_GT(all.records.size(), acknowledged);
        for (std::uint32_t n = 0; n < all.records.size(); ++n)
            ASSERT_TRUE(all.records[n].starts_with(std::to_string(n))) << n;
    }
}

int writes_until_failure = -1;

TEST(RecordLog, AFailedWriteLeavesWholeRecords) {
    const TempDir dir;
    const std::vector<std::string> first = {"a"};
    Writer writer(dir / "run.wandb", Durability::process, first);
    writer.append("b");
    writes_until_failure = 0;
    set_io_hook(
        [](IoCall call, const char*) { return call == IoCall::write && writes_until_failure-- == 0 ? ENOSPC : 0; });
    EXPECT_THROW(writer.append(std::string(100'000, 'c')), MediaError);
    set_io_hook(nullptr);
    EXPECT_THAT(read_all(dir / "run.wandb").records, ElementsAre("a", "b"));
    writer.append("d");
    EXPECT_THAT(read_all(dir / "run.wandb").records, ElementsAre("a", "b", "d"));
}

TEST(RecordLog, AShortWriteIsTakenBack) {
    const TempDir dir;
    const std::vector<std::string> first = {"a"};
    Writer writer(dir / "run.wandb", Durability::process, first);
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{writer.end() + 50, before.rlim_max};  // the disk is full in the middle of the record
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
    EXPECT_THROW(writer.append(std::string(100'000, 'b')), MediaError);
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, SIG_DFL);
    EXPECT_EQ(fs::file_size(dir / "run.wandb"), writer.end());
    writer.append("c");
    EXPECT_THAT(read_all(dir / "run.wandb").records, ElementsAre("a", "c"));
}

TEST(RecordLog, WhatCannotBeTakenBackEndsTheWriting) {
    const TempDir dir;
    const std::vector<std::string> first = {"a"};
    Writer writer(dir / "run.wandb", Durability::process, first);
    set_io_hook([](IoCall call, const char*) { return call == IoCall::write ? EIO : 0; });
    EXPECT_THROW(writer.append("b"), MediaError);
    set_io_hook(nullptr);
    try {
        writer.append("c");
        FAIL() << "it went on";
    } catch (const MediaError& error) {
        EXPECT_THAT(error.what(), HasSubstr("a write failed before and could not be taken back; begin another run"));
    }
    EXPECT_THAT(read_all(dir / "run.wandb").records, ElementsAre("a"));
}

TEST(RecordLog, HugeRecordsAreRefused) {
    const TempDir dir;
    const std::vector<std::string> first = {"a"};
    Writer writer(dir / "run.wandb", Durability::process, first);
    const std::string huge(max_record_bytes + 1, 'x');
    EXPECT_THROW(writer.append(huge), MediaError);
    writer.append("b");
    EXPECT_THAT(read_all(dir / "run.wandb").records, ElementsAre("a", "b"));
}

}  // namespace
}  // namespace wbm::record_log
