// The registry: how long a start takes, what a lookup costs, what crossing the boundary costs.
#include <wbm/registry.hpp>

#include <benchmark/benchmark.h>

#include "no_files.hpp"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "registry_cache.hpp"
#include "temp_dir.hpp"

namespace {

namespace fs = std::filesystem;
using wbm::test::TempDir;

std::string manifest(std::size_t i) {
    const std::string n = std::to_string(i);
    return R"({"manifest":1,"id":"org.example.plugin-)" + n + R"(","version":"1.0.0","abi":1,"library":"plugin-)" + n +
           R"(.so","types":[{"name":"type-)" + n + R"(-file","aliases":["type-)" + n + R"(","old-)" + n +
           R"("],"inputs":["path","bytes","tensor"],"abilities":["fields"],"extensions":[".x)" + n +
           R"("],"magic":[{"offset":0,"hex":"89504e47"}],"options":{"type":"object","properties":{"caption":{"type":"string"}}}}]})";
}

/// A folder with this many plugins, cached.
struct Folder {
    explicit Folder(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            dir.write("plugins/plugin-" + std::to_string(i) + ".json", manifest(i));
            dir.write("plugins/plugin-" + std::to_string(i) + ".so", "");
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(150));  // a folder that just changed is not cached
        const wbm::Registry fills_the_cache(options());
    }
    [[nodiscard]] wbm::RegistryOptions options() const {
        wbm::RegistryOptions options;
        options.directories = {dir / "plugins"};
        options.cache_directory = dir / "cache";
        return options;
    }
    TempDir dir;
};

long resident_kib() {
    long pages = 0, ignored = 0;
    if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
        if (std::fscanf(file, "%ld %ld", &ignored, &pages) != 2) pages = 0;
        std::fclose(file);
    }
    return pages * sysconf(_SC_PAGESIZE) / 1024;
}

void start_from_cache(benchmark::State& state) {
    const Folder folder(static_cast<std::size_t>(state.range(0)));
    const long before = resident_kib();
    const auto kept = std::make_unique<wbm::Registry>(folder.options());
    state.counters["rss_KiB"] = static_cast<double>(resident_kib() - before);
    const wbm::RegistryOptions options = folder.options();
    for (auto _ : state) {
        const wbm::Registry registry(options);
        benchmark::DoNotOptimize(&registry);
    }
}
BENCHMARK(start_from_cache)->Arg(1)->Arg(64)->Arg(1000)->Arg(10'000)->Unit(benchmark::kMicrosecond);

void start_without_cache(benchmark::State& state) {
    const Folder folder(static_cast<std::size_t>(state.range(0)));
    wbm::RegistryOptions options = folder.options();
    options.use_cache = false;
    for (auto _ : state) {
        const wbm::Registry registry(options);
        benchmark::DoNotOptimize(&registry);
    }
}
BENCHMARK(start_without_cache)->Arg(64)->Arg(1000)->Unit(benchmark::kMicrosecond);

void find_in_index(benchmark::State& state) {
    const Folder folder(static_cast<std::size_t>(state.range(0)));
    const auto index = wbm::RegistryCache(folder.dir / "cache").index(folder.dir / "plugins");
    for (auto _ : state) benchmark::DoNotOptimize(index->find_type("type-33-file"));
}
BENCHMARK(find_in_index)->Arg(64)->Arg(10'000);

void type_of_a_file(benchmark::State& state) {
    const Folder folder(static_cast<std::size_t>(state.range(0)));
    const wbm::Registry registry(folder.options());
    const wbm::Part part = wbm::path("some/folder/file.tar.x33");
    for (auto _ : state) benchmark::DoNotOptimize(registry.type_of(part));
}
BENCHMARK(type_of_a_file)->Arg(64)->Arg(10'000);

// ---- the boundary, with a type that does nothing

constexpr const char* small_json =
    R"({"_type":"small","sha256":"0f0e6790294ab2aabbb30f0e6790294ab2aabbb30f0e6790294ab2aabbb30f0e","size":1234,)"
    R"("path":"media/images/k_5_0f0e6790294ab2aabbb3.png","format":"png","width":640,"height":480,"caption":"a cat"})";

const wbm_plugin* small_plugin() {
    static int some_value = 0;
    static const wbm_type type = [] {
        wbm_type t{};
        t.size = sizeof t;
        t.inputs = WBM_FROM_BYTES;
        t.name = "small";
        t.create = [](const wbm_input*, wbm_value** out, wbm_sink) -> wbm_status {
            *out = reinterpret_cast<wbm_value*>(&some_value);
            return WBM_OK;
        };
        t.from_json = [](wbm_str, const wbm_store*, wbm_value** out, wbm_sink) -> wbm_status {
            *out = reinterpret_cast<wbm_value*>(&some_value);
            return WBM_OK;
        };
        t.to_json = [](const wbm_value*, const wbm_store*, wbm_sink json, wbm_sink) -> wbm_status {
            json.write(json.ctx, small_json, std::char_traits<char>::length(small_json));
            return WBM_OK;
        };
        t.equal = [](const wbm_value*, const wbm_value*) -> std::int32_t { return 1; };
        t.destroy = [](wbm_value*) {};
        return t;
    }();
    static const wbm_type* const types[] = {&type, nullptr};
    static const wbm_plugin plugin{sizeof plugin, WBM_ABI, "org.example.small", "1.0.0", nullptr, nullptr, types};
    return &plugin;
}

void json_to_value(benchmark::State& state) {
    wbm::Registry registry(wbm::bench::nothing_found());
    registry.add(small_plugin());
    const wbm::bench::NoFiles store(wbm::Store::Kind::artifact);
    for (auto _ : state) benchmark::DoNotOptimize(registry.init_from_json(small_json, store));
}
BENCHMARK(json_to_value);

void value_to_json_artifact(benchmark::State& state) {
    wbm::Registry registry(wbm::bench::nothing_found());
    registry.add(small_plugin());
    wbm::bench::NoFiles store(wbm::Store::Kind::artifact);
    const wbm::ValuePtr value = registry.init_from_json(small_json, store);
    for (auto _ : state) benchmark::DoNotOptimize(value->to_json_text(store));
}
BENCHMARK(value_to_json_artifact);

void value_to_json_new_value_in_run(benchmark::State& state) {
    wbm::Registry registry(wbm::bench::nothing_found());
    registry.add(small_plugin());
    wbm::bench::NoFiles store(wbm::Store::Kind::run);
    for (auto _ : state)
        benchmark::DoNotOptimize(registry.create("small", wbm::bytes(std::string_view("x")))->to_json_text(store));
}
BENCHMARK(value_to_json_new_value_in_run);

void create_from_bytes(benchmark::State& state) {
    wbm::Registry registry(wbm::bench::nothing_found());
    registry.add(small_plugin());
    for (auto _ : state) benchmark::DoNotOptimize(registry.create("small", wbm::bytes(std::string_view("x"))));
}
BENCHMARK(create_from_bytes);

}  // namespace
