// plotly_bench - the whole way of a figure to a run: two arrays of float64 to a file and history JSON on disk, beside
// SHA-256 and writing of the same bytes alone, and beside the reference. All in one run, on one thread. Prints tables:
// thread processor time. The ratios are to be read.
// Usage: plotly_bench [a Python that has wandb, plotly and numpy]
#include <wbm/media/plotly.hpp>
#include <wbm/registry.hpp>

#include <cmath>
#include <cstdio>
#include <random>

#include "bench_support.hpp"
#include "hash.hpp"

namespace {

using wbm::bench::in_turns;
using wbm::bench::line_of;
using wbm::bench::Logger;
using wbm::bench::write_file;

/// What wandb 0.15.5 with plotly 5.4 took for 100,000 points when it was recorded, on this class of machine.
constexpr double recorded_seconds = 0.254;
constexpr std::size_t recorded_points = 100'000;

struct Points {
    std::vector<double> x;
    std::vector<double> y;
};

/// Steps of a walk: full doubles, 15 to 17 digits.
Points random_points(std::size_t count) {
    std::mt19937_64 random(1);
    std::normal_distribution<double> normal;
    Points points{std::vector<double>(count), std::vector<double>(count)};
    double y = 0;
    for (std::size_t i = 0; i < count; ++i) {
        points.x[i] = normal(random);
        points.y[i] = y += normal(random);
    }
    return points;
}

void scatter_to_run(wbm::Registry& registry, const char* python) {
    std::printf(
        "scatter to run: two arrays of float64 to a file and its JSON, beside SHA-256 + write of the same bytes\n");
    std::printf("%-6s %9s %9s %9s %9s %7s %11s %7s %9s\n", "form", "points", "bytes", "all us", "alone us", "ratio",
                "wandb us", "faster", "recorded");
    for (const bool typed : {false, true})
        for (const std::size_t count : {std::size_t{100}, std::size_t{10'000}, recorded_points}) {
            const Points points = random_points(count);
            const wbm::test::TempDir dir;
            Logger logger(registry, "plotly-file");
            const auto figure = [&] {
                return wbm::plot::Figure().scatter(points.x, points.y).value(registry, {.typed_arrays = typed});
            };
            const std::string bytes = wbm::Plotly(figure()).text();
            std::size_t file = 0;
            const auto t = in_turns({[&] { logger.log(figure()); },
                                     [&] {
                                         (void)wbm::hash_bytes(bytes, wbm::Hashes::sha256);
                                         write_file(dir / std::to_string(file++), bytes);
                                     }});
            std::printf("%-6s %9zu %9zu %9.0f %9.0f %7.2f", typed ? "typed" : "lists", count, bytes.size(), t[0] * 1e6,
                        t[1] * 1e6, t[0] / t[1]);
            if (python != nullptr) {
                const double theirs = std::stod(line_of(std::string(python) + " " + WANDB_PLOTLY + " " +
                                                        (typed ? "typed " : "lists ") + std::to_string(count)));
                std::printf(" %11.0f %7.1f", theirs * 1e6, theirs / t[0]);
            } else {
                std::printf(" %11s %7s", "-", "-");
            }
            if (count == recorded_points) std::printf(" %9.1f", recorded_seconds / t[0]);
            std::printf("\n");
            std::fflush(stdout);
        }
}

void text_to_run(wbm::Registry& registry) {
    std::printf("\ntext to run: a figure's JSON, checked and stored, beside SHA-256 + write of the same bytes\n");
    std::printf("%9s %9s %9s %7s\n", "bytes", "all us", "alone us", "ratio");
    for (const std::size_t count : {std::size_t{100}, std::size_t{100'000}}) {
        const Points points = random_points(count);
        const std::string text = wbm::Plotly(wbm::plot::Figure().scatter(points.x, points.y).value(registry)).text();
        const wbm::test::TempDir dir;
        Logger logger(registry, "plotly-file");
        std::size_t file = 0;
        const auto t = in_turns({[&] { logger.log(wbm::bytes(text)); },
                                 [&] {
                                     (void)wbm::hash_bytes(text, wbm::Hashes::sha256);
                                     write_file(dir / std::to_string(file++), text);
                                 }});
        std::printf("%9zu %9.0f %9.0f %7.2f\n", text.size(), t[0] * 1e6, t[1] * 1e6, t[0] / t[1]);
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        wbm::Registry registry(wbm::bench::only_ours());
        scatter_to_run(registry, argc > 1 ? argv[1] : nullptr);
        text_to_run(registry);
        return 0;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "plotly_bench: %s\n", e.what());
        return 1;
    }
}
