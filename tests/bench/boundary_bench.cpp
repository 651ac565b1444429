// What crossing the boundary costs: an array that goes in, and a picture's entry both ways through the real image
// plugin.
#include <wbm/wbm.hpp>

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstring>

#include "no_files.hpp"

namespace {

using wbm::bench::NoFiles;

constexpr std::int64_t height = 1080, width = 1920;  // 6.2 MB

constexpr const char* page_entry = R"({"_type":"html-file","path":"media/html/9203c2f3e3ee8b8d92ab.html",)"
                                   R"("sha256":"0619e672917bb57741fee081d46ddab80b319e3550e12bb47c4aee683170e160"})";

constexpr const char* picture_entry =
    R"({"_type":"image-file","sha256":"0f0e6790294ab2aabbb30f0e6790294ab2aabbb30f0e6790294ab2aabbb30f0e","size":1234,)"
    R"("path":"media/images/k_5_0f0e6790294ab2aabbb3.png","format":"png","width":640,"height":480,"caption":"a cat"})";

const void* seen = nullptr;

/// Takes an array and looks at where it is.
const wbm_plugin* taker() {
    static int some_value = 0;
    static const wbm_type type = [] {
        wbm_type t{};
        t.size = sizeof t;
        t.inputs = WBM_FROM_TENSOR;
        t.name = "taker";
        t.create = [](const wbm_input* in, wbm_value** out, wbm_sink) -> wbm_status {
            seen = in->parts[0]->tensor->data;
            *out = reinterpret_cast<wbm_value*>(&some_value);
            return WBM_OK;
        };
        t.from_json = [](wbm_str, const wbm_store*, wbm_value**, wbm_sink) -> wbm_status { return WBM_UNSUPPORTED; };
        t.to_json = [](const wbm_value*, const wbm_store*, wbm_sink, wbm_sink) -> wbm_status {
            return WBM_UNSUPPORTED;
        };
        t.equal = [](const wbm_value*, const wbm_value*) -> std::int32_t { return 1; };
        t.destroy = [](wbm_value*) {};
        return t;
    }();
    static const wbm_type* const types[] = {&type, nullptr};
    static const wbm_plugin plugin{sizeof plugin, WBM_ABI, "org.example.taker", "1.0.0", nullptr, nullptr, types};
    return &plugin;
}

/// Nanoseconds of one copy of the array: the baseline of "no copy".
double copy_ns(const std::vector<std::uint8_t>& pixels) {
    std::vector<std::uint8_t> copy(pixels.size());
    constexpr int rounds = 20;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < rounds; ++i) {
        std::memcpy(copy.data(), pixels.data(), pixels.size());
        benchmark::DoNotOptimize(copy.data());
    }
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count() / rounds;
}

/// The call of the plugin alone, as core makes it: what the boundary itself costs.
void array_crosses_the_boundary(benchmark::State& state) {
    const std::vector<std::uint8_t> pixels(height * width * 3, 7);
    const wbm::Part part = wbm::tensor(pixels, {height, width, 3});
    wbm_part c{};
    c.size = sizeof c;
    c.kind = WBM_FROM_TENSOR;
    c.tensor = part.tensor();
    const wbm_part* parts[] = {&c};
    const wbm_input in{sizeof in, 1, parts, {nullptr, 0}};
    const wbm_type* type = taker()->types[0];
    benchmark::DoNotOptimize(type);
    benchmark::ClobberMemory();
    for (auto _ : state) {
        wbm_value* value = nullptr;
        benchmark::DoNotOptimize(type->create(&in, &value, {}));
        type->destroy(value);
    }
    if (seen != pixels.data()) state.SkipWithError("the array was copied");
}
BENCHMARK(array_crosses_the_boundary);

/// From the application's vector to the plugin and back as a value, checks and all.
void array_becomes_a_value(benchmark::State& state) {
    const std::vector<std::uint8_t> pixels(height * width * 3, 7);
    wbm::Registry registry(wbm::bench::nothing_found());
    registry.add(taker());
    const double copy = copy_ns(pixels);
    const auto start = std::chrono::steady_clock::now();
    for (auto _ : state) benchmark::DoNotOptimize(registry.create("taker", wbm::tensor(pixels, {height, width, 3})));
    const double each = std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count() /
                        static_cast<double>(state.iterations());
    if (seen != pixels.data()) state.SkipWithError("the array was copied");
    state.counters["of_a_copy"] = each / copy;
}
BENCHMARK(array_becomes_a_value);

wbm::RegistryOptions real_plugins() {
    wbm::RegistryOptions options = wbm::bench::nothing_found();
    options.directories = {WBM_PLUGINS};
    return options;
}

void json_to_value(benchmark::State& state, const char* entry) {
    wbm::Registry registry(real_plugins());
    const NoFiles store(wbm::Store::Kind::artifact);
    for (auto _ : state) benchmark::DoNotOptimize(registry.init_from_json(entry, store));
}
BENCHMARK_CAPTURE(json_to_value, page, page_entry);
BENCHMARK_CAPTURE(json_to_value, picture, picture_entry);

void value_to_json(benchmark::State& state, const char* entry) {
    wbm::Registry registry(real_plugins());
    NoFiles store(wbm::Store::Kind::artifact);
    const wbm::ValuePtr value = registry.init_from_json(entry, store);
    for (auto _ : state) benchmark::DoNotOptimize(value->to_json_text(store));
}
BENCHMARK_CAPTURE(value_to_json, page, page_entry);
BENCHMARK_CAPTURE(value_to_json, picture, picture_entry);

}  // namespace
