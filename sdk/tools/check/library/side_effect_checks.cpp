// Checks 16 and 18: what loading a library does to the process.
#include "check/check.hpp"
#include "check/library/elf_file.hpp"
#include "check/subject.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cfenv>
#include <clocale>
#include <csignal>
#include <filesystem>
#include <map>
#include <string>

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

extern char** environ;

namespace wbm::tool {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds long_load{100};

Finding check_load_time(const Subject& subject) {
    const auto begin = Clock::now();
    const PluginLibrary library(subject.library());
    (void)library.plugin();
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
    if (took < long_load) return {};
    return {Finding::Kind::warning, "loading it and its entry took " + std::to_string(took.count()) +
                                        " ms; every program that uses it waits as long: do work when a value is made"};
}

/// What a process has that a library could change, each with its name.
using State = std::map<std::string, std::string>;

std::string names_in(const char* folder) {
    std::string names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::error_code gone;  // the iterator's own descriptor
        const auto target = std::filesystem::read_symlink(entry.path(), gone);
        if (target.string().find("/proc/") != 0)
            names += entry.path().filename().string() + "=" + target.string() + " ";
    }
    return names;
}

std::string signal_handlers() {
    std::string handlers;
    for (int number = 1; number < NSIG; ++number) {
        struct sigaction action {};
        if (sigaction(number, nullptr, &action) != 0) continue;
        handlers += std::to_string(reinterpret_cast<std::uintptr_t>(action.sa_handler)) + ' ';
    }
    return handlers;
}

std::string environment() {
    std::string all;
    for (char** one = environ; *one != nullptr; ++one) all += std::string(*one) + '\n';
    return all;
}

unsigned float_control() {
#if defined(__SSE__)
    constexpr unsigned exception_flags = 0x3f;  // what was computed, not how
    return _mm_getcsr() & ~exception_flags;
#else
    return 0;
#endif
}

State state_of_process() {
    State state;
    std::string threads;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task"))
        threads += task.path().filename().string() + ' ';
    state["a thread runs"] = threads;
    state["a file or socket is open"] = names_in("/proc/self/fd");
    state["a signal handler is set"] = signal_handlers();
    state["the current folder is another"] = std::filesystem::current_path().string();
    state["the locale is another"] = std::setlocale(LC_ALL, nullptr);
    state["the environment is another"] = environment();
    state["numbers are rounded in another way"] = std::to_string(std::fegetround());
    state["small numbers are flushed to zero, or another mode of floating point is set"] =
        std::to_string(float_control());
    const mode_t mask = umask(0);
    umask(mask);
    state["the file mode mask is another"] = std::to_string(mask);
    return state;
}

/// What is another than before, empty when nothing is.
std::string difference(const State& before) {
    for (const auto& [what, now] : state_of_process())
        if (before.at(what) != now) return what;
    return {};
}

/// Loads what the plugin needs: what those libraries do is not the plugin's doing.
void load_needed(const Subject& subject) {
    const ElfFile elf = ElfFile::read(subject.library());
    for (const std::string& name : elf.needed) {
        std::string file = name;
        for (const std::string& folder : elf.search_path)
            if (!folder.empty() && std::filesystem::exists(std::filesystem::path(folder) / name))
                file = (std::filesystem::path(folder) / name).string();
        (void)dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);  // never closed: the child ends
    }
}

Finding check_side_effects(const Subject& subject) {
    (void)state_of_process();  // what looking leaves behind is there after this
    const State at_first = state_of_process();
    load_needed(subject);
    const std::string by_needed = difference(at_first);
    const State before = state_of_process();
    const PluginLibrary library(subject.library());
    (void)library.plugin();
    const std::string changed = difference(before);
    require(changed.empty(),
            "after loading it and its entry, " + changed + "; do such things in start(), and undo them in stop()");
    if (by_needed.empty()) return {};
    return {Finding::Kind::remark, "a library that it needs does more than load: " + by_needed};
}

}  // namespace

std::vector<Check> side_effect_checks() {
    return {
        {16, "load-time", "loading takes less than 100 ms", {11}, once(&check_load_time)},
        {18, "entry-side-effects", "loading changes nothing in the process", {17}, once(&check_side_effects)},
    };
}

}  // namespace wbm::tool
