// histogram_bench - a million numbers to the text of their histogram, beside wandb.Histogram(array).to_json() (which
// makes no text) and the same with json.dumps, and beside reading the numbers twice, which is the least that any
// histogram needs. Prints tables of thread processor time. The times of a shared machine mean little, the ratios are to
// be read. Usage: histogram_bench [a Python that has wandb and numpy]
#include <wbm/media/histogram.hpp>
#include <wbm/wbm.hpp>

#include <cstdio>
#include <random>
#include <sstream>

#include "bench_support.hpp"

namespace {

using wbm::bench::in_turns;

constexpr std::size_t count = 1000000;

struct Numbers {
    std::string name;
    std::string dtype;
    wbm::json::value bins;
    std::string bytes;
    DLDataType type;

    [[nodiscard]] wbm::Part part() const { return wbm::array(bytes.data(), type, {static_cast<std::int64_t>(count)}); }
};

template <class T>
Numbers numbers(std::string name, std::string dtype, wbm::json::value bins, const std::vector<double>& from) {
    const std::vector<T> elements(from.begin(), from.end());
    return {std::move(name), std::move(dtype), std::move(bins),
            std::string(reinterpret_cast<const char*>(elements.data()), elements.size() * sizeof(T)),
            wbm::dtype_of<T>()};
}

std::vector<Numbers> all_numbers() {
    std::mt19937_64 random(7);
    std::normal_distribution<double> normal;
    std::uniform_int_distribution<int> byte(0, 255);
    std::vector<double> weights(count), equal(count, 3.0), steps(count);
    for (double& x : weights) x = normal(random);
    equal.back() = 4;
    for (double& x : steps) x = byte(random);
    return {
        numbers<double>("normal", "float64", 64, weights),     numbers<double>("normal", "float64", 512, weights),
        numbers<double>("equal", "float64", 64, equal),        numbers<double>("0 to 255", "float64", 64, steps),
        numbers<float>("normal", "float32", 64, weights),      numbers<std::int64_t>("0 to 255", "int64", 64, steps),
        numbers<std::uint8_t>("0 to 255", "uint8", 64, steps), numbers<double>("normal", "float64", "auto", weights)};
}

std::string text_of(wbm::Registry& registry, const Numbers& from, wbm::Store& slot) {
    return registry.create("histogram", from.part(), {{"num_bins", from.bins}})->to_json_text(slot);
}

/// The sum that the Python half prints, so that both are seen to do the same.
std::int64_t check_sum(const std::string& text) {
    std::int64_t sum = 0;
    std::int64_t place = 0;
    const wbm::json::value parsed = wbm::json::read(text);
    for (const auto& each : parsed.at("values").as_array()) sum += ++place * each.to_number<std::int64_t>();
    return sum;
}

void compare(wbm::Registry& registry, const char* python) {
    const wbm::test::TempDir dir;
    wbm::Run run(dir / "run");
    const auto slot = run.slot("h", 0);
    std::printf("\n1,000,000 numbers to the text of a histogram\n%-10s %8s %6s %8s %9s %9s %7s %9s %7s\n", "numbers",
                "dtype", "bins", "ours ms", "reading", "wandb", "times", "and dumps", "times");
    std::string versions;
    for (const Numbers& each : all_numbers()) {
        const auto read_twice = [&] {
            for (int turn = 0; turn < 2; ++turn) {
                std::uint64_t sum = 0;
                for (std::size_t i = 0; i + 8 <= each.bytes.size(); i += 8) {
                    std::uint64_t word = 0;
                    std::memcpy(&word, each.bytes.data() + i, 8);
                    sum += word;
                }
                volatile std::uint64_t kept = sum;
                (void)kept;
            }
        };
        const auto measure = [&] { return in_turns({[&] { (void)text_of(registry, each, *slot); }, read_twice}); };
        const auto before = measure();
        const std::string bins =
            each.bins.is_string() ? std::string(std::string_view(each.bins.get_string())) : wbm::json::write(each.bins);
        double alone = 0, with_text = 0;
        std::int64_t sum = 0;
        if (python != nullptr) {
            wbm::bench::write_file(dir / "numbers", each.bytes);
            std::ostringstream command;
            command << "cd '" << dir.path().string() << "' && '" << python << "' '" << WANDB_HISTOGRAM << "' "
                    << each.dtype << ' ' << bins << " numbers";
            std::string numpy, wandb;
            std::istringstream(wbm::bench::line_of(command.str())) >> alone >> with_text >> sum >> numpy >> wandb;
            versions = "numpy " + numpy + ", wandb " + wandb;
            if (sum != check_sum(text_of(registry, each, *slot)))
                throw std::runtime_error("the counts of " + each.name + " " + each.dtype + " are not NumPy's");
        }
        const auto after = measure();
        const double ours = std::min(before[0], after[0]);
        std::printf("%-10s %8s %6s %8.2f %9.2f %9.2f %7.1f %9.2f %7.1f\n", each.name.c_str(), each.dtype.c_str(),
                    bins.c_str(), ours * 1e3, std::min(before[1], after[1]) * 1e3, alone * 1e3, alone / ours,
                    with_text * 1e3, with_text / ours);
        std::fflush(stdout);
    }
    std::printf("%s\n", versions.c_str());
}

}  // namespace

int main(int argc, char** argv) {
    try {
        wbm::Registry registry(wbm::bench::only_ours());
        compare(registry, argc > 1 ? argv[1] : nullptr);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "histogram_bench: %s\n", error.what());
        return 1;
    }
}
