// bench_support.hpp - what the benchmarks of media types share: timing in turns, a registry of our plugins alone, a run
// that is logged to, and another program that times the same.
#pragma once

#include <wbm/registry.hpp>
#include <wbm/run.hpp>

#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "temp_dir.hpp"

namespace wbm::bench {

inline double seconds_of(clockid_t clock) {
    timespec now{};
    ::clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Of this thread: what a machine with other work does to the time of day is not in it.
inline double cpu_seconds() { return seconds_of(CLOCK_THREAD_CPUTIME_ID); }
/// Of all threads of this program, for work that a library does on its own.
inline double process_seconds() { return seconds_of(CLOCK_PROCESS_CPUTIME_ID); }

inline double seconds_of_day() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

inline double median(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

/// The medians of several pieces of work, done in turns so that each meets the same load of the machine.
inline std::vector<double> in_turns(const std::vector<std::function<void()>>& works, double (*clock)() = &cpu_seconds) {
    constexpr double least_seconds = 0.6;
    constexpr std::size_t least_turns = 9;
    std::vector<std::vector<double>> times(works.size());
    double sum = 0;
    for (std::size_t turn = 0; turn < least_turns || sum < least_seconds; ++turn)
        for (std::size_t i = 0; i < works.size(); ++i) {
            const double start = clock();
            works[i]();
            sum += times[i].emplace_back(clock() - start);
        }
    std::vector<double> medians;
    for (auto& each : times) medians.push_back(median(std::move(each)));
    return medians;
}

/// WBM_PLUGINS is the folder of the plugins that this build made.
inline RegistryOptions only_ours() {
    RegistryOptions options;
    options.directories = {WBM_PLUGINS};
    options.search_standard_places = false;
    options.use_cache = false;
    return options;
}

inline void write_file(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream out(file, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

/// Logs values to one run, each at a step of its own, so that every one of them is written.
class Logger {
public:
    Logger(Registry& registry, std::string type) : registry_(registry), type_(std::move(type)), run_(dir_ / "run") {}
    void log(const Part& source, const json::object& options = {}) { log(registry_.create(type_, source, options)); }
    void log(const ValuePtr& value) { run_.log("value", value, step_++); }

private:
    Registry& registry_;
    std::string type_;
    wbm::test::TempDir dir_;
    Run run_;
    std::int64_t step_ = 0;
};

/// The first line that a shell command prints. Throws when it fails.
inline std::string line_of(const std::string& command) {
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot start a process");
    char line[256] = {};
    const bool read = std::fgets(line, sizeof line, pipe) != nullptr;
    if (::pclose(pipe) != 0 || !read) throw std::runtime_error("this fails, or prints nothing: " + command);
    return line;
}

}  // namespace wbm::bench
