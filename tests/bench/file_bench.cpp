// What a user's file costs that is logged to a run, beside the least that this work costs: one SHA-256 and one write of
// the same bytes, timed in turns in the same run.
#include <benchmark/benchmark.h>

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <wbm/run.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "hash.hpp"
#include "temp_dir.hpp"

namespace {

namespace fs = std::filesystem;

/// What this thread has used of a processor: the same on a machine with other work.
double cpu_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::string some_bytes(std::size_t size) {
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 2654435761U >> 11);
    return bytes;
}

/// A value that is one file of the user's, and no more.
class OneFile final : public wbm::WBValue {
public:
    explicit OneFile(fs::path file) : file_(std::move(file)) {}
    [[nodiscard]] std::string_view type() const noexcept override { return "one-file"; }
    [[nodiscard]] std::string to_json_text(wbm::Store& target) const override {
        return "{\"_type\":\"one-file\"," + target.json_of(target.keep_file("media/one", file_, ".bin")).substr(1);
    }
    [[nodiscard]] wbm::json::object fields() const override { return {}; }

protected:
    [[nodiscard]] bool equals(const wbm::WBValue&) const override { return false; }

private:
    fs::path file_;
};

/// SHA-256 and a plain write, each on bytes that the cache holds.
double least_seconds(std::size_t size, const fs::path& target) {
    const std::string block = some_bytes(std::min(size, std::size_t{1} << 18));
    const double start = cpu_seconds();
    wbm::Hasher hasher(wbm::Hashes::sha256);
    for (std::size_t done = 0; done < size; done += block.size())
        hasher.update(std::string_view(block).substr(0, size - done));
    benchmark::DoNotOptimize(hasher.finish());
    const int out = ::open(target.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
    for (std::size_t done = 0; done < size; done += block.size())
        if (::write(out, block.data(), std::min(block.size(), size - done)) < 0) throw std::runtime_error("write");
    ::close(out);
    return cpu_seconds() - start;
}

/// Each pass logs a file to a new run; the best pass counts. The ratio is what a copy costs more than it must.
void log_file(benchmark::State& state, wbm::Copying copying) {
    const auto size = static_cast<std::size_t>(state.range(0));
    const wbm::test::TempDir dir;
    const fs::path file = dir.write("user.bin", some_bytes(size));
    double least = 1e9;
    double ours = 1e9;
    std::int64_t step = 0;
    wbm::Run run(dir / "run");
    run.set_copying(copying);
    for (auto _ : state) {
        least = std::min(least, least_seconds(size, dir / "plain"));
        fs::remove(dir / "plain");
        const auto value = std::make_shared<OneFile>(file);
        const double start = cpu_seconds();
        run.log("file", value, step++);
        const double seconds = cpu_seconds() - start;
        ours = std::min(ours, seconds);
        state.SetIterationTime(seconds);
        for (const auto& stored : fs::directory_iterator(run.directory() / "files/media/one")) fs::remove(stored);
    }
    state.counters["ratio_to_least"] = ours / least;
    state.counters["least_seconds"] = least;
    state.SetBytesProcessed(state.range(0) * state.iterations());
}
BENCHMARK_CAPTURE(log_file, copied, wbm::Copying::copy)
    ->Arg(1'000'000)
    ->UseManualTime()
    ->Unit(benchmark::kMicrosecond)
    ->Iterations(200);
BENCHMARK_CAPTURE(log_file, copied, wbm::Copying::copy)
    ->Arg(100'000'000)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond)
    ->Iterations(10);
BENCHMARK_CAPTURE(log_file, linked, wbm::Copying::hard_link)
    ->Arg(100'000'000)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond)
    ->Iterations(10);

}  // namespace
