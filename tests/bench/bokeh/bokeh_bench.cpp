// bokeh_bench - a Bokeh document with 100,000 numbers, given as a file and as text, into a run, beside json::restyle of
// that text, which checks it once, and beside wandb's Bokeh(path) of the same file. All in one run, on one thread.
// Prints thread processor time. The times of a shared machine mean little, the ratios are to be read.
// Usage: bokeh_bench [a Python that has wandb and bokeh]
#include <wbm/media/bokeh.hpp>
#include <wbm/run.hpp>

#include <cstdio>
#include <sstream>

#include "bench_support.hpp"

namespace {

constexpr int number_count = 100'000;

std::string document() {
    std::string numbers;
    for (int i = 0; i < number_count; ++i) numbers.append(i == 0 ? "" : ",").append(std::to_string(i / 7.0));
    return R"({"version":"3.9.2","title":"bench","config":{"type":"object","name":"DocumentConfig","id":"1"},"defs":[],)"
           R"("roots":[{"type":"object","name":"ColumnDataSource","id":"2","attributes":{"data":{"type":"map",)"
           R"("entries":[["x",[)" +
           numbers + "]]]}}}]}";
}

}  // namespace

int main(int argc, char** argv) {
    try {
        wbm::Registry registry(wbm::bench::only_ours());
        const wbm::test::TempDir dir;
        const std::string text = document();
        const auto file = dir.write("plot.bokeh.json", text);
        int runs = 0;
        const auto log = [&](const wbm::Part& part) {
            wbm::Run run(dir / ("run" + std::to_string(runs++)));
            (void)registry.create("bokeh-file", part)->to_json_text(*run.slot("k", 0));
        };
        const auto t = wbm::bench::in_turns({[&] { log(wbm::path(file)); }, [&] { log(wbm::bytes(text)); },
                                             [&] { (void)wbm::json::restyle(text, wbm::json::Style::fast); }});
        std::printf("a document of %d numbers, %zu bytes, to a run\n", number_count, text.size());
        std::printf("from its file  %8.2f ms, %.1f times as long as json::restyle\n", t[0] * 1e3, t[0] / t[2]);
        std::printf("from its text  %8.2f ms, %.1f times\n", t[1] * 1e3, t[1] / t[2]);
        if (argc < 2) return 0;
        double theirs = 0;
        std::string version;
        std::istringstream(
            wbm::bench::line_of("'" + std::string(argv[1]) + "' '" WANDB_BOKEH "' '" + file.string() + "'")) >>
            theirs >> version;
        std::printf("wandb %s  %8.2f ms: from its file is %.1f times as fast\n", version.c_str(), theirs * 1e3,
                    theirs / t[0]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bokeh_bench: %s\n", error.what());
        return 1;
    }
}
