// Checks 56 and 57: a plugin can be closed and opened again.
#include "check_groups.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace wbm::tool {
namespace {

std::size_t entries_in(const char* folder) {
    const std::filesystem::directory_iterator entries(folder);
    return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

bool is_mapped(const std::filesystem::path& library) {
    std::ifstream maps("/proc/self/maps");
    const std::string name = std::filesystem::canonical(library).string();
    for (std::string line; std::getline(maps, line);)
        if (line.find(name) != std::string::npos) return true;
    return false;
}

/// Opens the plugin, makes, writes and reads one value of each type, closes the plugin.
void use_once(const Subject& subject) {
    const Session session(subject);
    std::size_t next = 0;
    for (const Material& material : subject.materials) {
        if (material.type < next) continue;
        next = material.type + 1;
        const testing::Type type = session.type(material.type);
        const testing::Value value = type.create(material.sample->source());
        const testing::FakeStore store(material.store_kind());
        const testing::Value back = type.from_json(type.to_json(value, store), store);
    }
}

void check_nothing_stays(const Subject& subject) {
    use_once(subject);  // what other libraries keep for good is there after this
    const std::size_t files = entries_in("/proc/self/fd");
    const std::size_t threads = entries_in("/proc/self/task");
    use_once(subject);
    require(!is_mapped(subject.library),
            "the library is still mapped; look for thread_local objects and unique symbols");
    require(entries_in("/proc/self/fd") == files, "a file is still open");
    require(entries_in("/proc/self/task") == threads, "a thread is still running");
}

/// The end of a process runs what the plugin may have left with atexit().
void check_process_end(const Subject& subject) {
    const pid_t child = fork();
    require(child >= 0, "no process can be made");
    if (child == 0) {
        use_once(subject);
        std::exit(0);
    }
    int status = 0;
    require(waitpid(child, &status, 0) == child, "the process is lost");
    require(WIFEXITED(status) && WEXITSTATUS(status) == 0,
            "a process that used the plugin and closed it does not end cleanly");
}

}  // namespace

void check_lifetime(Report& report, const Subject& subject) {
    report.check_cases(56, "nothing stays after it is closed",
                       {{"", [&] { check_nothing_stays(subject); }}, {"", [&] { check_process_end(subject); }}}, "");
    report.check(57, "works when it is opened again", [&] {
        for (int i = 0; i < 3; ++i) use_once(subject);
    });
}

}  // namespace wbm::tool
