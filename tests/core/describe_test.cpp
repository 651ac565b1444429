// What a plugin says of itself: its table is checked field by field; its code runs in a child.
#include "describe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <wbm/ext/probe.h>
#include <wbm/ext/tensor.h>
#include <wbm/ext/writer.h>
#include <wbm/error.hpp>
#include <wbm/registry.hpp>

#include <unistd.h>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "isolate.hpp"
#include "plugins/installed.hpp"
#include "temp_dir.hpp"

namespace wbm::test {
namespace {

using isolate::Outcome;
using testing::HasSubstr;
using Kind = Outcome::Kind;

/// A sound table that each test breaks in one place.
struct Table {
    Table() {
        type.size = sizeof type;
        type.inputs = WBM_FROM_PATH | WBM_FROM_URL;
        type.name = "x-file";
        type.create = [](const wbm_input*, wbm_value**, wbm_sink) -> wbm_status { return WBM_INTERNAL; };
        type.from_json = [](wbm_str, const wbm_store*, wbm_value**, wbm_sink) -> wbm_status { return WBM_INTERNAL; };
        type.to_json = [](const wbm_value*, const wbm_store*, wbm_sink, wbm_sink) -> wbm_status {
            return WBM_INTERNAL;
        };
        type.equal = [](const wbm_value*, const wbm_value*) -> std::int32_t { return 0; };
        type.destroy = [](wbm_value*) {};
        plugin = {sizeof plugin, WBM_ABI, "org.example.x", "1.0.0", nullptr, nullptr, types};
    }
    Table(const Table&) = delete;
    Table& operator=(const Table&) = delete;

    [[nodiscard]] std::string error() const {
        try {
            (void)plugin_table::describe(&plugin);
            return {};
        } catch (const plugin_table::Error& e) {
            return e.what();
        }
    }

    wbm_type type{};
    const wbm_type* types[3] = {&type, nullptr, nullptr};
    wbm_plugin plugin{};
};

TEST(Describe, GivesTheManifest) {
    Table t;
    const char* aliases[] = {"y", "z", nullptr};
    t.type.aliases = aliases;
    t.type.facts = R"({"extensions":[".x"],"license":"MIT"})";
    EXPECT_EQ(
        json::write(plugin_table::describe(&t.plugin)),
        R"({"manifest":1,"id":"org.example.x","version":"1.0.0","abi":1,"types":[{"name":"x-file","aliases":["y","z"],)"
        R"("inputs":["path","url"],"abilities":[],"extensions":[".x"],"license":"MIT"}]})");
}

TEST(Describe, ALaterHeadersTableIsFine) {
    Table t;
    t.plugin.size += 64;
    t.type.size += 64;
    t.type.inputs |= 1u << 20;
    EXPECT_EQ(t.error(), "");
    EXPECT_EQ(plugin_table::describe(&t.plugin).at("types").at(0).at("inputs").as_array().size(), 2u);
}

TEST(Describe, EveryFieldIsChecked) {
    const auto broken = [](auto change) {
        Table t;
        change(t);
        return t.error();
    };
    EXPECT_EQ(broken([](Table& t) { t.plugin.size = 4; }),
              "size is 4, but wbm_plugin has at least 8 bytes; set it to sizeof(wbm_plugin)");
    EXPECT_EQ(broken([](Table& t) { t.plugin.size = 40; }),
              "size is 40, but wbm_plugin has at least 48 bytes; set it to sizeof(wbm_plugin)");
    EXPECT_EQ(broken([](Table& t) { t.plugin.abi = 7; }),
              "abi is 7, but this build speaks 1; rebuild the plugin with this version's wbm/plugin.h");
    EXPECT_EQ(broken([](Table& t) { t.plugin.id = nullptr; }), "id is null");
    EXPECT_THAT(broken([](Table& t) { t.plugin.id = "x"; }), HasSubstr("id \"x\" is not a reverse domain name"));
    EXPECT_EQ(broken([](Table& t) { t.plugin.version = "\xff"; }), "version is not UTF-8");
    EXPECT_EQ(broken([](Table& t) { t.plugin.types = nullptr; }),
              "types is null; it is a list of types that ends with NULL");
    EXPECT_EQ(broken([](Table& t) { t.types[0] = nullptr; }), "types is empty; a plugin has at least one type");
    EXPECT_EQ(broken([](Table& t) { t.types[1] = &t.type; }),
              "types[1].name \"x-file\" comes twice; names and aliases must be unique");
    EXPECT_EQ(broken([](Table& t) { t.type.size = 8; }),
              "types[0].size is 8, but wbm_type has at least 80 bytes; set it to sizeof(wbm_type)");
    EXPECT_EQ(broken([](Table& t) { t.type.name = nullptr; }), "types[0].name is null");
    const std::string long_name(1000, 'x');
    EXPECT_EQ(broken([&](Table& t) { t.type.name = long_name.c_str(); }), "types[0].name is longer than 128 bytes");
    EXPECT_EQ(broken([](Table& t) { t.type.from_json = nullptr; }), "types[0].from_json is null; every type needs it");
    EXPECT_EQ(broken([](Table& t) { t.type.to_json = nullptr; }), "types[0].to_json is null; every type needs it");
    EXPECT_EQ(broken([](Table& t) { t.type.equal = nullptr; }), "types[0].equal is null; every type needs it");
    EXPECT_EQ(broken([](Table& t) { t.type.destroy = nullptr; }), "types[0].destroy is null; every type needs it");
    EXPECT_EQ(broken([](Table& t) { t.type.create = nullptr; }), "types[0].create is null, but inputs is not 0");
    EXPECT_EQ(broken([](Table& t) { t.type.inputs = 0; }),
              "types[0].inputs is 0, but create is set; say what it takes");
    EXPECT_EQ(broken([](Table& t) { t.type.facts = "[]"; }).substr(0, 38), "types[0].facts is not a JSON object: J");
    EXPECT_EQ(broken([](Table& t) { t.type.facts = R"({"inputs":[]})"; }),
              "types[0].facts has the member \"inputs\", which the table itself gives");
    EXPECT_EQ(broken([](Table& t) { t.type.facts = R"({"aliases":[]})"; }),
              "types[0].facts has the member \"aliases\", which the table itself gives");
    EXPECT_THAT(broken([](Table& t) { t.type.facts = R"({"extensions":["png"]})"; }),
                HasSubstr("types[0].extensions \"png\" is not a file extension"));
    EXPECT_EQ(broken([](Table& t) {
                  t.type.extension = [](const char* id) -> const void* {
                      static const wbm_ext_tensor small{4, nullptr};
                      return std::strcmp(id, WBM_EXT_TENSOR) == 0 ? &small : nullptr;
                  };
              }),
              "types[0].extension(\"wbm.tensor/1\") has a size that is too small or no function");
    EXPECT_EQ(broken([](Table& t) {
                  t.type.extension = [](const char* id) -> const void* {
                      static const wbm_ext_probe empty{sizeof empty, nullptr};
                      return std::strcmp(id, WBM_EXT_PROBE) == 0 ? &empty : nullptr;
                  };
              }),
              "types[0].extension(\"wbm.probe/1\") has a size that is too small or no function");
    EXPECT_EQ(broken([](Table& t) {
                  t.type.extension = [](const char* id) -> const void* {
                      static const wbm_ext_writer half{sizeof half, nullptr, nullptr, nullptr, nullptr};
                      return std::strcmp(id, WBM_EXT_WRITER) == 0 ? &half : nullptr;
                  };
              }),
              "types[0].extension(\"wbm.writer/1\") has a size that is too small or no function");
    std::vector<const char*> many(100, "a");
    EXPECT_EQ(broken([&](Table& t) { t.type.aliases = many.data(); }),
              "types[0].aliases has more than 64 names or no NULL at its end");
    EXPECT_THROW((void)plugin_table::describe(nullptr), plugin_table::Error);
}

TEST(DescribeLibrary, RunsInAChild) {
    const json::object manifest = describe_library(std::filesystem::path(WBM_TEST_PLUGIN_DIR) / "recorder.so");
    EXPECT_EQ(manifest.at("id"), "org.example.recorder");
    EXPECT_EQ(json::write(manifest.at("types").at(0).at("abilities")),
              R"(["tensor","fields","batch","probe","writer"])");
    EXPECT_FALSE(manifest.contains("library"));
    EXPECT_EQ(slurp("/proc/self/maps").find("built/recorder.so"), std::string::npos);
    EXPECT_EQ(refusal([] { (void)describe_library("/nowhere/x.so"); }).status, Status::not_found);
}

TEST(DescribeLibrary, TakesRelativePaths) {
    const TempDir dir;
    std::filesystem::copy_file(std::filesystem::path(WBM_TEST_PLUGIN_DIR) / "recorder.so", dir / "r.so");
    const auto here = std::filesystem::current_path();
    std::filesystem::current_path(dir.path());
    EXPECT_EQ(describe_library("r.so").at("id"), "org.example.recorder");
    std::filesystem::current_path(here);
}

// ---- isolate

Outcome run(const std::function<std::string()>& work, std::chrono::milliseconds time = std::chrono::seconds(10)) {
    isolate::Limits limits;
    limits.time = time;
    limits.result_bytes = 1 << 20;
    return isolate::run(work, limits);
}

TEST(Isolate, GivesResultsAndReasons) {
    EXPECT_EQ(run([] { return std::string("fine"); }).text, "fine");
    EXPECT_EQ(run([] { return std::string(); }).kind, Kind::returned);
    EXPECT_EQ(run([] { return std::string(1 << 19, 'x'); }).text.size(), std::size_t{1} << 19);
    const Outcome failed = run([]() -> std::string { throw std::runtime_error("why"); });
    EXPECT_EQ(failed.kind, Kind::failed);
    EXPECT_EQ(failed.text, "why");
    EXPECT_EQ(run([]() -> std::string { throw 1; }).text, "threw an exception that is not a std::exception");
    EXPECT_EQ(run([] { return std::string(1 << 21, 'x'); }).text, "gave a result of more than 1048576 bytes");
}

TEST(Isolate, SaysHowAChildDied) {
    const auto death = [](auto work) {
        const Outcome outcome = run([&]() -> std::string { return work(), std::string(); });
        EXPECT_EQ(outcome.kind, Kind::crashed);
        return outcome.text;
    };
    EXPECT_EQ(death([] { raise(SIGSEGV); }), "crashed with SIGSEGV");
    EXPECT_EQ(death([] { std::abort(); }), "crashed with SIGABRT");
    EXPECT_EQ(death([] { _exit(3); }), "ended the process with code 3");
    EXPECT_EQ(death([] { _exit(0); }), "ended the process with code 0");
}

TEST(Isolate, EndsWhatDoesNotReturn) {
    const auto begin = std::chrono::steady_clock::now();
    const auto late = [](auto work) {
        const Outcome outcome =
            run([&]() -> std::string { return work(), std::string(); }, std::chrono::milliseconds(200));
        EXPECT_EQ(outcome.kind, Kind::timed_out);
        EXPECT_EQ(outcome.text, "did not return within 200 ms");
    };
    late([] { pause(); });
    late([] {
        for (int fd = 3; fd < 64; ++fd) close(fd);  // also the pipe's end
        pause();
    });
    late([] {
        if (fork() == 0) pause();  // a grandchild that holds the pipe open
        _exit(0);
    });
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
    isolate::Limits limits;
    limits.time = std::chrono::seconds(1);
    EXPECT_EQ(isolate::run([] { return pause(), std::string(); }, limits).text, "did not return within 1 s");
}

TEST(Isolate, KeepsTheChildsOutputAndInputAway) {
    testing::internal::CaptureStdout();
    const Outcome outcome = run([] {
        std::puts("noise");
        std::fflush(stdout);
        return std::to_string(getchar());
    });
    EXPECT_EQ(outcome.text, "-1");
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
}

}  // namespace
}  // namespace wbm::test
