#include "commands.hpp"
#include "links.hpp"
#include "output.hpp"
#include "progress.hpp"

#include <wbm/artifact.hpp>
#include <wbm/run.hpp>

namespace wbm::tool {

namespace {

struct Findings {
    std::vector<std::string> problems;
    std::vector<std::string> notes;  ///< what could not be looked at
    json::object counts;
    std::string summary;
};

Findings verify_artifact(const VerifyArguments& arguments, const Progress& progress) {
    Artifact artifact = Artifact::open_logged(arguments.directory);
    artifact.set_links(read_links(arguments.links));
    Findings found;
    found.problems = artifact.verify(progress);
    found.notes = artifact.unverified();
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

int run_verify(const Globals& globals, const VerifyArguments& arguments) {
    const std::string& directory = arguments.directory;
    const bool is_run = store_kind(directory) == StoreKind::run;
    if (is_run && !arguments.links.empty())
        throw UsageError("verify: --links is for artifacts, and " + in_quotes(directory) + " is a run; leave it out");
    Findings found;
    {
        ProgressBar progress("verifying");
        found = is_run ? verify_run_directory(directory, progress.callback())
                       : verify_artifact(arguments, progress.callback());
    }
    if (globals.json) {
        json::object out;
        out["ok"] = found.problems.empty();
        out["kind"] = is_run ? "run" : "artifact";
        for (const auto& member : found.counts) out.insert(member);
        json::array& problems = out["problems"].emplace_array();
        for (const std::string& problem : found.problems) problems.emplace_back(printable(problem));
        json::array& notes = out["not_checked"].emplace_array();
        for (const std::string& note : found.notes) notes.emplace_back(printable(note));
        print_json(out);
    } else if (found.problems.empty()) {
        for (const std::string& note : found.notes) print("not checked: " + printable(note) + '\n');
        print("ok: " + found.summary + '\n');
    } else {
        for (const std::string& problem : found.problems) print(printable(problem) + '\n');
    }
    return found.problems.empty() ? exit_done : exit_finding;
}

}  // namespace wbm::tool
