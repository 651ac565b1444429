#include "commands.hpp"
#include "output.hpp"
#include "progress.hpp"

#include <wbm/artifact.hpp>
#include <wbm/run.hpp>

namespace wbm::tool {

namespace {

struct Findings {
    std::vector<std::string> problems;
    json::object counts;
    std::string summary;
};

Findings verify_artifact(const std::string& directory, const Progress& progress) {
    const Artifact artifact = Artifact::open_logged(directory);
    Findings found;
    found.problems = artifact.verify(progress);
    const std::size_t entries = artifact.entries().size();
    found.counts["entries"] = entries;
    found.counts["size"] = artifact.size();
    found.summary = counted(entries, "entry", "entries") + ", " + human_size(artifact.size());
    return found;
}

Findings verify_run_directory(const std::string& directory, const Progress& progress) {
    const Run run = Run::open_to_read(directory);
    Findings found;
    found.problems = run.verify(progress);
    // A history with a broken line cannot be counted; the problems say which line.
    if (found.problems.empty()) {
        const std::size_t steps = run.history().size();
        found.counts["steps"] = steps;
        found.summary = counted(steps, "step", "steps");
    }
    return found;
}

}  // namespace

int run_verify(const Globals& globals, const std::string& directory) {
    const bool is_run = store_kind(directory) == StoreKind::run;
    Findings found;
    {
        ProgressBar progress("verifying");
        found = is_run ? verify_run_directory(directory, progress.callback())
                       : verify_artifact(directory, progress.callback());
    }
    if (globals.json) {
        json::object out;
        out["ok"] = found.problems.empty();
        out["kind"] = is_run ? "run" : "artifact";
        for (const auto& member : found.counts) out.insert(member);
        json::array& problems = out["problems"].emplace_array();
        for (const std::string& problem : found.problems) problems.emplace_back(printable(problem));
        print_json(out);
    } else if (found.problems.empty()) {
        print("ok: " + found.summary + '\n');
    } else {
        for (const std::string& problem : found.problems) print(printable(problem) + '\n');
    }
    return found.problems.empty() ? exit_done : exit_finding;
}

}  // namespace wbm::tool
