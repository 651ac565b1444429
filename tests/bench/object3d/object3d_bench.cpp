// object3d_bench - points to a run: array to history JSON on disk, beside what the least work costs alone (the numbers'
// text by std::to_chars, SHA-256, writing), and beside wandb.Object3D(array).to_json(run). All in one run, on one
// thread. Prints tables of thread processor time. The times of a shared machine mean little, the ratios are to be read.
// Usage: object3d_bench [a Python that has wandb and numpy]
#include <wbm/registry.hpp>

#include <charconv>
#include <cstdio>
#include <random>
#include <sstream>

#include "bench_support.hpp"
#include "hash.hpp"

namespace {

using wbm::bench::in_turns;
using wbm::bench::Logger;

constexpr std::size_t rows = 100000, columns = 6;

struct Cloud {
    std::string name;
    std::string dtype;
    std::vector<double> doubles;
    std::vector<float> floats;

    [[nodiscard]] wbm::Part part() const {
        return floats.empty() ? wbm::tensor(doubles, {rows, columns}) : wbm::tensor(floats, {rows, columns});
    }
    [[nodiscard]] std::string bytes() const {
        return floats.empty()
                   ? std::string(reinterpret_cast<const char*>(doubles.data()), doubles.size() * sizeof(double))
                   : std::string(reinterpret_cast<const char*>(floats.data()), floats.size() * sizeof(float));
    }
};

std::vector<Cloud> clouds() {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> place(-50, 50);
    std::uniform_int_distribution<int> channel(0, 255);
    Cloud noise{"6 random columns", "float64", {}, {}};
    Cloud scan{"xyz and colours", "float64", {}, {}};
    for (std::size_t i = 0; i < rows * columns; ++i) {
        noise.doubles.push_back(place(random));
        scan.doubles.push_back(i % columns < 3 ? place(random) : channel(random));
    }
    Cloud narrow{"xyz and colours", "float32", {}, {scan.doubles.begin(), scan.doubles.end()}};
    return {noise, scan, narrow};
}

/// What any writer of such a file has to do: the shortest text of every number.
std::string plain_text(const Cloud& cloud) {
    std::string text(rows * columns * 26, '\0');
    char* p = text.data();
    for (std::size_t i = 0; i < rows * columns; ++i) {
        const double number = cloud.floats.empty() ? cloud.doubles[i] : static_cast<double>(cloud.floats[i]);
        p = std::to_chars(p, p + 26, number).ptr;
        *p++ = ',';
    }
    text.resize(static_cast<std::size_t>(p - text.data()));
    return text;
}

void beside_least_work(wbm::Registry& registry) {
    std::printf(
        "\n100,000 x 6 points to a run, beside to_chars + SHA-256 + write alone\n%-18s %8s %8s %8s %8s %8s %7s\n",
        "points", "dtype", "all ms", "text", "hash", "write", "ratio");
    for (const Cloud& cloud : clouds()) {
        Logger logger(registry, "object3D-file");
        const wbm::test::TempDir dir;
        const std::string text = plain_text(cloud);
        std::size_t count = 0;
        const auto t = in_turns({[&] { logger.log(cloud.part()); }, [&] { (void)plain_text(cloud); },
                                 [&] { (void)wbm::hash_bytes(text, wbm::Hashes::sha256); },
                                 [&] { wbm::bench::write_file(dir / std::to_string(count++ % 4), text); }});
        std::printf("%-18s %8s %8.1f %8.1f %8.1f %8.1f %7.2f\n", cloud.name.c_str(), cloud.dtype.c_str(), t[0] * 1e3,
                    t[1] * 1e3, t[2] * 1e3, t[3] * 1e3, t[0] / (t[1] + t[2] + t[3]));
        std::fflush(stdout);
    }
}

void beside_wandb(wbm::Registry& registry, const std::string& python) {
    std::printf("\nthe same beside wandb.Object3D(array).to_json(run)\n%-18s %8s %9s %9s %7s\n", "points", "dtype",
                "ours ms", "wandb ms", "times");
    std::string version;
    for (const Cloud& cloud : clouds()) {
        Logger logger(registry, "object3D-file");
        const wbm::test::TempDir dir;
        wbm::bench::write_file(dir / "numbers", cloud.bytes());
        std::ostringstream command;
        command << "cd '" << dir.path().string() << "' && '" << python << "' '" << WANDB_OBJECT3D << "' " << rows << ' '
                << columns << ' ' << cloud.dtype << " numbers";
        const auto ours = [&] { return in_turns({[&] { logger.log(cloud.part()); }}).front(); };
        const double before = ours();
        double theirs = 0;
        std::istringstream(wbm::bench::line_of(command.str())) >> theirs >> version;
        const double time = std::min(before, ours());
        std::printf("%-18s %8s %9.1f %9.1f %7.1f\n", cloud.name.c_str(), cloud.dtype.c_str(), time * 1e3, theirs * 1e3,
                    theirs / time);
        std::fflush(stdout);
    }
    std::printf("wandb %s\n", version.c_str());
}

}  // namespace

int main(int argc, char** argv) {
    try {
        wbm::Registry registry(wbm::bench::only_ours());
        beside_least_work(registry);
        if (argc > 1) beside_wandb(registry, argv[1]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "object3d_bench: %s\n", error.what());
        return 1;
    }
}
