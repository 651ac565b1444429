#include "check/life/process_end_cases.hpp"

#include "check/life/process_fork.hpp"
#include "check/life/process_values.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace wbm::tool {
namespace {

namespace fs = std::filesystem;

constexpr int openings = 3;

std::size_t entries_in(const char* folder) {
    const fs::directory_iterator entries(folder);
    return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

bool is_mapped(const fs::path& library) {
    std::ifstream maps("/proc/self/maps");
    const std::string name = fs::canonical(library).string();
    for (std::string line; std::getline(maps, line);)
        if (line.find(name) != std::string::npos) return true;
    return false;
}

/// Opens the plugin, makes, writes and reads one value of each type, closes the plugin.
void use_once(const Subject& subject) {
    const Session session(subject);
    std::size_t next = 0;
    for (const Material& material : subject.materials()) {
        if (material.type < next) continue;
        next = material.type + 1;
        use(session, material);
    }
}

void check_nothing_stays(const Subject& subject) {
    use_once(subject);  // what other libraries keep for good is there after this
    const std::size_t files = entries_in("/proc/self/fd");
    const std::size_t tasks = entries_in("/proc/self/task");
    use_once(subject);
    require(!is_mapped(subject.library()),
            "the library is still mapped; look for thread_local objects and unique symbols");
    require(entries_in("/proc/self/fd") == files, "a file is still open");
    require(entries_in("/proc/self/task") == tasks, "a thread is still running");
}

/// The end of a process runs what the plugin may have left with atexit().
void check_process_end(const Subject& subject) {
    const ForkEnd end = run_forked([&]() -> std::string {
        use_once(subject);
        std::exit(0);
    });
    require(end.is_sound, "a process that used the plugin and closed it " + end.text);
}

std::vector<Living>* values_at_exit = nullptr;

void fill(const Subject& subject, const FewMaterials& materials) {
    const auto* session = new Session(subject);  // never stopped, like the host of a program that just ends
    for (const Material* material : materials) values_at_exit->push_back(make(*session, *material));
}

/// Ends a process with values that nobody destroys; and one whose own statics do, when the plugin's are gone already.
void check_static_values(const Subject& subject, const FewMaterials& materials) {
    const ForkEnd forgotten = run_forked([&]() -> std::string {
        values_at_exit = new std::vector<Living>;
        fill(subject, materials);
        std::exit(0);
    });
    require(forgotten.is_sound, "a process that ends with values alive " + forgotten.text +
                                    "; what runs at its end must not count on there being no value");
    const ForkEnd late = run_forked([&]() -> std::string {
        static std::vector<Living> values;  // made before the plugin's statics, so destroyed after them
        values_at_exit = &values;
        fill(subject, materials);
        std::exit(0);
    });
    require(late.is_sound, "a process whose static values are destroyed at its end " + late.text +
                               "; destroy() must not use objects of the plugin that have a destructor");
}

}  // namespace

std::vector<Case> unload_cases(const Subject& subject) {
    std::vector<Case> cases;
    cases.emplace_back("", [&subject] { check_nothing_stays(subject); });
    cases.emplace_back("", [&subject] { check_process_end(subject); });
    return cases;
}

std::vector<Case> reload_cases(const Subject& subject) {
    return one_case([&subject] {
        for (int i = 0; i < openings; ++i) use_once(subject);
    });
}

std::function<std::vector<Case>(const Subject&)> static_value_cases() { return once_with_few(&check_static_values); }

}  // namespace wbm::tool
