// Speed of the JSON text module. Each benchmark carries, as a counter, its time divided by that of a named baseline
// measured in the same run: `x_of_<baseline>` below 1 is faster than the baseline.
#include <wbm/json.hpp>

#include <benchmark/benchmark.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <random>
#include <string>
#include <vector>

namespace {

namespace json = wbm::json;

/// An image entry of an artifact, 240 bytes.
std::string small_entry() {
    return R"({"_type": "image-file", "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", )"
           R"("size": 48213, "path": "media/images/samples_3_9f86d081884c7d659a2f.png", "format": "png", )"
           R"("width": 640, "height": 480, "caption": "a cat"})";
}

/// The same with ten boxes, about 1.6 kB.
std::string boxes_entry() {
    std::string text = small_entry();
    text.pop_back();
    text += R"(, "boxes": {"pred": [)";
    for (int i = 0; i < 10; ++i) {
        if (i != 0) text += ", ";
        text += R"({"position": {"minX": 0.)" + std::to_string(101 + 7 * i) + R"(, "maxX": 0.)" +
                std::to_string(503 + 11 * i) + R"(, "minY": 0.25, "maxY": 0.875}, "class_id": )" + std::to_string(i) +
                R"(, "scores": {"acc": 0.8730000257492065}})";
    }
    return text + "]}}";
}

double thread_ns() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

/// CPU nanoseconds per call of f: the best of several short runs.
template <class F>
double best_ns(F&& f) {
    constexpr int runs = 15;
    constexpr int calls = 2000;
    double best = 1e300;
    for (int run = 0; run < runs; ++run) {
        const double start = thread_ns();
        for (int i = 0; i < calls; ++i) f(static_cast<std::size_t>(i));
        best = std::min(best, (thread_ns() - start) / calls);
    }
    return best;
}

/// Runs f under the benchmark and sets the counter from f's own best time.
template <class F, class Baseline>
void run_against(benchmark::State& state, const char* name, F&& f, Baseline&& baseline) {
    std::size_t i = 0;
    for (auto _ : state) f(i++);
    state.counters[std::string("x_of_") + name] = best_ns(f) / best_ns(baseline);
}

void boost_parse(const std::string& text) { benchmark::DoNotOptimize(boost::json::parse(text)); }

void read(benchmark::State& state, const std::string& text) {
    run_against(
        state, "boost_parse", [&](std::size_t) { benchmark::DoNotOptimize(json::read(text)); },
        [&](std::size_t) { boost_parse(text); });
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void write(benchmark::State& state, const std::string& text) {
    const json::value v = json::read(text);
    run_against(
        state, "boost_serialize", [&](std::size_t) { benchmark::DoNotOptimize(json::write(v, json::Style::standard)); },
        [&](std::size_t) { benchmark::DoNotOptimize(boost::json::serialize(v)); });
}

void restyle(benchmark::State& state, const std::string& text, json::Style style) {
    run_against(
        state, "boost_parse_serialize", [&](std::size_t) { benchmark::DoNotOptimize(json::restyle(text, style)); },
        [&](std::size_t) { benchmark::DoNotOptimize(boost::json::serialize(boost::json::parse(text))); });
}

void find_string(benchmark::State& state, const std::string& text, const std::string& key) {
    std::string scratch;
    run_against(
        state, "boost_parse", [&](std::size_t) { benchmark::DoNotOptimize(json::find_string(text, key, scratch)); },
        [&](std::size_t) { boost_parse(text); });
}

/// Doubles as media have them: scores (any bits of 0..1), thousandths, pixels.
std::vector<double> doubles(const std::string& what) {
    std::mt19937_64 random(1);
    std::vector<double> numbers(1024);
    for (double& d : numbers) {
        if (what == "score") d = std::uniform_real_distribution<double>(0, 1)(random);
        if (what == "milli") d = static_cast<double>(random() % 1000000) / 1000;
        if (what == "whole") d = static_cast<double>(random() % 4096);
    }
    return numbers;
}

void number(benchmark::State& state, const std::string& what) {
    const std::vector<double> numbers = doubles(what);
    std::string out;
    const auto ours = [&](std::size_t i) {
        out.clear();
        json::append_number(out, numbers[i % numbers.size()], json::Style::standard);
        benchmark::DoNotOptimize(out.data());
    };
    run_against(state, "to_chars", ours, [&](std::size_t i) {
        char text[40];
        benchmark::DoNotOptimize(std::to_chars(text, text + sizeof text, numbers[i % numbers.size()]).ptr);
        benchmark::ClobberMemory();
    });
    state.counters["x_of_snprintf_17g"] = best_ns(ours) / best_ns([&](std::size_t i) {
                                              char text[40];
                                              std::snprintf(text, sizeof text, "%.17g", numbers[i % numbers.size()]);
                                              benchmark::DoNotOptimize(&text[0]);
                                              benchmark::ClobberMemory();
                                          });
}

const std::string kSmall = small_entry();
const std::string kBoxes = boxes_entry();

BENCHMARK_CAPTURE(read, small, kSmall);
BENCHMARK_CAPTURE(read, boxes, kBoxes);
BENCHMARK_CAPTURE(write, small, kSmall);
BENCHMARK_CAPTURE(write, boxes, kBoxes);
BENCHMARK_CAPTURE(restyle, small_fast, kSmall, json::Style::fast);
BENCHMARK_CAPTURE(restyle, small_standard, kSmall, json::Style::standard);
BENCHMARK_CAPTURE(restyle, small_sorted, kSmall, json::Style::standard_sorted);
BENCHMARK_CAPTURE(restyle, boxes_fast, kBoxes, json::Style::fast);
BENCHMARK_CAPTURE(restyle, boxes_sorted, kBoxes, json::Style::standard_sorted);
BENCHMARK_CAPTURE(find_string, first_member, kSmall, std::string("_type"));
BENCHMARK_CAPTURE(find_string, second_member, kSmall, std::string("sha256"));
BENCHMARK_CAPTURE(find_string, last_member, kSmall, std::string("caption"));
BENCHMARK_CAPTURE(number, score, std::string("score"));
BENCHMARK_CAPTURE(number, milli, std::string("milli"));
BENCHMARK_CAPTURE(number, whole, std::string("whole"));

}  // namespace

BENCHMARK_MAIN();
