// How fast an artifact takes files and values, beside the least that this work costs: one SHA-256, one MD5 and one
// write of the same bytes, timed in the same run.
#include <benchmark/benchmark.h>

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <wbm/artifact.hpp>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "artifact_manifest.hpp"
#include "file_io.hpp"
#include "hash.hpp"
#include "temp_dir.hpp"

namespace {

namespace fs = std::filesystem;

constexpr std::size_t file_bytes = 100'000'000;

/// What this thread has used of a processor: the same on a machine with other work.
double cpu_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Kilobytes that the process has held at most, since the last reset_peak().
double peak_kilobytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::stod(line.substr(6));
    return 0;
}

void reset_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

fs::path big_file(const wbm::test::TempDir& dir) {
    std::string block(1'000'000, '\0');
    for (std::size_t i = 0; i < block.size(); ++i) block[i] = static_cast<char>(i * 2654435761U >> 11);
    const fs::path file = dir / "big.bin";
    std::ofstream out(file, std::ios::binary);
    for (std::size_t done = 0; done < file_bytes; done += block.size()) out << block;
    return file;
}

/// The three pieces of work, each on its own and on bytes that the cache holds, and one plain write of the file.
double least_seconds(const fs::path& target) {
    std::string block(std::size_t{1} << 18, '\0');
    for (std::size_t i = 0; i < block.size(); ++i) block[i] = static_cast<char>(i * 2654435761U >> 11);
    const std::size_t blocks = file_bytes / block.size();
    const double start = cpu_seconds();
    for (const wbm::Hashes which : {wbm::Hashes::sha256, wbm::Hashes::md5}) {
        wbm::Hasher hasher(which);
        for (std::size_t i = 0; i < blocks; ++i) hasher.update(block);
        benchmark::DoNotOptimize(hasher.finish());
    }
    const int out = ::open(target.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
    for (std::size_t i = 0; i < blocks; ++i)
        if (::write(out, block.data(), block.size()) < 0) throw std::runtime_error("write");
    ::close(out);
    return cpu_seconds() - start;
}

void add_file_100_mb(benchmark::State& state) {
    const wbm::test::TempDir dir;
    const fs::path file = big_file(dir);
    double least = 1e9;
    double ours = 1e9;
    double growth = 0;
    for (auto _ : state) {
        least = std::min(least, least_seconds(dir / "plain"));
        fs::remove(dir / "plain");
        reset_peak();
        const double before = peak_kilobytes();
        wbm::Artifact artifact = wbm::Artifact::create(dir / "art");
        const double start = cpu_seconds();
        artifact.add_file(file);
        const double seconds = cpu_seconds() - start;
        growth = std::max(growth, peak_kilobytes() - before);
        ours = std::min(ours, seconds);
        state.SetIterationTime(seconds);
        fs::remove_all(dir / "art");
    }
    state.counters["ratio_to_least"] = ours / least;
    state.counters["least_seconds"] = least;
    state.counters["peak_growth_kb"] = growth;
    state.SetBytesProcessed(static_cast<std::int64_t>(file_bytes) * state.iterations());
}
BENCHMARK(add_file_100_mb)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(10);

void keep_small_values(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    for (auto _ : state) {
        state.PauseTiming();
        const wbm::test::TempDir dir;
        wbm::Artifact artifact = wbm::Artifact::create(dir / "art");
        state.ResumeTiming();
        for (std::size_t i = 0; i < count; ++i) artifact.keep_bytes("media/html", std::to_string(i), ".html");
        artifact.save();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}
BENCHMARK(keep_small_values)->Arg(1000)->Unit(benchmark::kMillisecond);

wbm::Manifest manifest_of(std::size_t count) {
    wbm::Manifest manifest = wbm::new_manifest({});
    for (std::size_t i = 0; i < count; ++i) {
        const wbm::Digests d = wbm::hash_bytes(std::to_string(i), wbm::Hashes::md5);
        wbm::ArtifactEntry entry;
        entry.path = "media/images/" + d.entry_hex().substr(0, 20) + ".png";
        entry.digest = d.entry_base64();
        entry.size = i;
        manifest.entries.insert(std::move(entry));
    }
    return manifest;
}

void write_manifest(benchmark::State& state) {
    const wbm::Manifest manifest = manifest_of(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(wbm::write_manifest(manifest));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(write_manifest)->Arg(100'000)->Unit(benchmark::kMillisecond);

void read_manifest(benchmark::State& state) {
    const std::string text = wbm::write_manifest(manifest_of(static_cast<std::size_t>(state.range(0))));
    for (auto _ : state) benchmark::DoNotOptimize(wbm::read_manifest(text));
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(read_manifest)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
