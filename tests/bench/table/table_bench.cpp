// table_bench - tables to an artifact and back, beside the reference: a million rows of an integer, a fraction, a text
// and a boolean, and 10,000 pictures. Prints clock and processor time of all threads; the ratios are to be read.
// Usage: table_bench [a Python that has wandb and numpy] [rows] [pictures]
#include <wbm/media/image.hpp>
#include <wbm/media/table.hpp>
#include <wbm/media/table_stream.hpp>
#include <wbm/registry.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <sstream>
#include <thread>
#include <vector>

#include "bench_support.hpp"

namespace {

using wbm::bench::line_of;
using wbm::bench::process_seconds;
using wbm::bench::seconds_of_day;

constexpr std::size_t side = 64;
constexpr std::size_t picture_bytes = side * side * 3;

struct Took {
    double clock = 0;
    double processor = 0;
};

template <class Work>
Took took(const Work& work) {
    const double clock = seconds_of_day(), processor = process_seconds();
    work();
    return {seconds_of_day() - clock, process_seconds() - processor};
}

/// The better of some runs: what the machine does beside it only ever adds.
template <class Work>
Took best(int runs, const Work& work) {
    Took least{1e9, 1e9};
    for (int i = 0; i < runs; ++i) {
        const Took t = took([&] { work(i); });
        least = {std::min(least.clock, t.clock), std::min(least.processor, t.processor)};
    }
    return least;
}

struct Theirs {
    Took write, read;
};

Theirs reference(const char* python, const std::string& arguments) {
    Theirs t;
    std::istringstream line(line_of(std::string(python) + " " + WANDB_TABLE + " " + arguments));
    line >> t.write.clock >> t.write.processor >> t.read.clock >> t.read.processor;
    return t;
}

void print(const char* what, const Took& ours, const Took* theirs) {
    std::printf("%-44s %9.1f %9.1f", what, ours.clock * 1e3, ours.processor * 1e3);
    if (theirs != nullptr)
        std::printf(" %10.0f %8.1f %8.1f", theirs->clock * 1e3, theirs->clock / ours.clock,
                    theirs->processor / ours.processor);
    std::printf("\n");
    std::fflush(stdout);
}

void print_head(const char* title) {
    std::printf("%s\n%-44s %9s %9s %10s %8s %8s\n", title, "", "clock ms", "proc ms", "wandb ms", "x clock", "x proc");
}

template <class Rows>
void add_rows(Rows& table, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        table.add_data(static_cast<std::int64_t>(i), static_cast<double>(i) * 0.37, "row " + std::to_string(i),
                       i % 3 == 0);
}

/// A line of /proc/self/status, in bytes.
double status_bytes(const std::string& name) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(name)) return std::stod(line.substr(name.size() + 1)) * 1024;
    return 0;
}

/// What streaming the rows adds to the memory of a program, measured in a child of its own.
double streamed_peak_bytes(std::size_t rows, const std::filesystem::path& folder) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    const pid_t child = ::fork();
    if (child == 0) {
        double grown = -1;
        try {
            wbm::Registry registry(wbm::bench::only_ours());
            registry.load("table");
            auto artifact = wbm::Artifact::create(folder);
            const double before = status_bytes("VmRSS:");
            wbm::TableStream stream(artifact, "t", {"i", "f", "s", "b"}, {}, registry);
            add_rows(stream, rows);
            stream.finish();
            grown = status_bytes("VmHWM:") - before;
        } catch (const std::exception& e) {
            std::fprintf(stderr, "%s\n", e.what());
        }
        (void)!::write(ends[1], &grown, sizeof grown);
        ::_exit(0);
    }
    double grown = -1;
    (void)!::read(ends[0], &grown, sizeof grown);
    ::close(ends[0]);
    ::close(ends[1]);
    ::waitpid(child, nullptr, 0);
    return grown;
}

void rows(wbm::Registry& registry, std::size_t count, const char* python, const wbm::test::TempDir& dir) {
    const double peak = streamed_peak_bytes(count, dir / "peak");
    Theirs theirs;
    if (python != nullptr) theirs = reference(python, "rows " + std::to_string(count));
    print_head((std::to_string(count) + " rows (int, float, str, bool)").c_str());
    std::uint64_t bytes = 0;
    const Took whole = best(3, [&](int run) {
        auto artifact = wbm::Artifact::create(dir / ("whole" + std::to_string(run)));
        wbm::Table table({"i", "f", "s", "b"}, {.max_rows = count}, registry);
        add_rows(table, count);
        bytes = *artifact.add(table, "t").size;
        artifact.save();
    });
    print("made and written: add_data(), Artifact::add()", whole, python == nullptr ? nullptr : &theirs.write);
    const Took streamed = best(3, [&](int run) {
        auto artifact = wbm::Artifact::create(dir / ("stream" + std::to_string(run)));
        wbm::TableStream table(artifact, "t", {"i", "f", "s", "b"}, {}, registry);
        add_rows(table, count);
        table.finish();
        artifact.save();
    });
    print("made and written: TableStream", streamed, python == nullptr ? nullptr : &theirs.write);
    const auto artifact = wbm::Artifact::open_logged(dir / "whole0");
    const Took read = best(3, [&](int) { (void)artifact.get("t", registry); });
    print("read: Artifact::get()", read, python == nullptr ? nullptr : &theirs.read);
    std::printf("TableStream: %.1f MB more memory at most, %.2f of the file's %.1f MB\n\n", peak / 1e6,
                peak / static_cast<double>(bytes), static_cast<double>(bytes) / 1e6);
}

/// Waves with a disc and a little noise, each picture its own: PNGs of 7 KB.
std::vector<std::uint8_t> pictures(std::size_t count) {
    std::vector<std::uint8_t> all(count * picture_bytes);
    std::uint64_t state = 1;
    const auto noise = [&] {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<double>(state >> 40) / (1 << 24);
    };
    for (std::size_t picture = 0; picture < count; ++picture) {
        double wave[9];
        for (double& w : wave) w = noise() * 6 - 3;
        for (std::size_t y = 0; y < side; ++y)
            for (std::size_t x = 0; x < side; ++x)
                for (std::size_t c = 0; c < 3; ++c) {
                    const double u = static_cast<double>(x) / side, v = static_cast<double>(y) / side;
                    const double level =
                        127 + 100 * std::sin(wave[c] * u * 4 + wave[c + 3] * v * 4 + wave[c + 6]) + 4 * noise();
                    all[picture * picture_bytes + (y * side + x) * 3 + c] =
                        static_cast<std::uint8_t>(std::clamp(level, 0.0, 255.0));
                }
    }
    return all;
}

void images(wbm::Registry& registry, std::size_t count, const char* python, const wbm::test::TempDir& dir) {
    const std::vector<std::uint8_t> pixels = pictures(count);
    Theirs theirs;
    if (python != nullptr) {
        const std::filesystem::path file = dir / "pixels";
        wbm::bench::write_file(file, std::string(pixels.begin(), pixels.end()));
        theirs = reference(python, "images " + std::to_string(count) + " " + file.string());
    }
    const Theirs* beside = python == nullptr ? nullptr : &theirs;
    print_head((std::to_string(count) + " pictures of 64 x 64").c_str());
    const auto image = [&](std::size_t i) {
        return wbm::Image(wbm::array(pixels.data() + i * picture_bytes, wbm::dtype_of<std::uint8_t>(), {side, side, 3}),
                          {}, registry);
    };
    const auto write = [&](const std::string& name, unsigned threads) {
        auto artifact = wbm::Artifact::create(dir / name);
        std::vector<wbm::ValuePtr> values(count);
        std::vector<std::thread> makers;
        for (unsigned t = 0; t < threads; ++t)
            makers.emplace_back([&, t] {
                for (std::size_t i = t; i < count; i += threads) values[i] = image(i).value();
            });
        for (std::thread& maker : makers) maker.join();
        wbm::Table table({"id", "image"}, {}, registry);
        for (std::size_t i = 0; i < count; ++i) table.add_data(i, values[i]);
        artifact.add(table, "t");
        artifact.save();
    };
    const Took one = best(2, [&](int run) { write("one" + std::to_string(run), 1); });
    print("made and written: Image(), Artifact::add()", one, beside == nullptr ? nullptr : &theirs.write);
    const Took two = best(2, [&](int run) { write("two" + std::to_string(run), 2); });
    print("the same, pictures made by two threads", two, beside == nullptr ? nullptr : &theirs.write);
    const auto artifact = wbm::Artifact::open_logged(dir / "one0");
    wbm::ValuePtr value;
    const Took opened = best(5, [&](int) { value = artifact.get("t", registry); });
    print("opened without decoding: Artifact::get()", opened, beside == nullptr ? nullptr : &theirs.read);
    const Took column = best(5, [&](int) { (void)value->rows({{"columns", {"id"}}}); });
    print("one column: rows()", column, nullptr);
    const Took all = took([&] {
        for (std::size_t i = 0; i < count; ++i) (void)value->cell_value({i, 1})->tensor();
    });
    print("every picture decoded: cell_value(), tensor()", all, nullptr);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const char* python = argc > 1 ? argv[1] : nullptr;
        const wbm::test::TempDir dir;
        rows(*std::make_unique<wbm::Registry>(wbm::bench::only_ours()), argc > 2 ? std::stoul(argv[2]) : 1'000'000,
             python, dir);
        wbm::Registry registry(wbm::bench::only_ours());
        images(registry, argc > 3 ? std::stoul(argv[3]) : 10'000, python, dir);
        return 0;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "table_bench: %s\n", e.what());
        return 1;
    }
}
