#include "commands.hpp"
#include "entries.hpp"
#include "interrupt.hpp"
#include "new_folders.hpp"
#include "output.hpp"
#include "progress.hpp"

#include <wbm/artifact.hpp>
#include <wbm/error.hpp>

namespace wbm::tool {
namespace fs = std::filesystem;

namespace {

/// Artifact::add() gives another value's entry back under a name that is taken. In a script that would be a silent
/// loss.
void check_name_is_free(const Artifact& artifact, const WBValue& value, const AddArguments& arguments,
                        Registry& registry) {
    const std::string path = with_suffix(value.type(), arguments.name);
    const std::optional<ArtifactEntry> entry = find_entry(artifact, path);
    if (!entry) return;
    const ValuePtr old = artifact.get(entry->path, registry);
    if (old != nullptr && *old == value) return;
    throw MediaError(Status::invalid, "the artifact already has " + in_quotes(entry->path) +
                                          " with another value; give --overwrite to replace it, or another NAME");
}

}  // namespace

Artifact open_or_create(const fs::path& directory) {
    if (is_artifact(directory)) return Artifact::open(directory);
    try {
        return Artifact::create(directory);
    } catch (const MediaError&) {
        // Another process may have made it a moment ago.
        if (is_artifact(directory)) return Artifact::open(directory);
        throw;
    }
}

int run_add(const Globals& globals, const AddArguments& arguments) {
    const std::unique_ptr<Registry> registry = open_registry(globals);
    const ValuePtr value = make_values(*registry, arguments.source).front();

    NewFolders folders(arguments.artifact);
    ProgressBar progress("adding");
    Artifact artifact = open_or_create(arguments.artifact);
    artifact.set_progress(progress.callback());
    if (arguments.link) artifact.set_copying(Copying::hard_link);
    if (!arguments.overwrite) check_name_is_free(artifact, *value, arguments, *registry);
    Store::Transaction transaction(artifact);
    const ArtifactEntry entry = artifact.add(value, arguments.name, arguments.overwrite);
    check_interrupt();
    artifact.save();
    transaction.keep();
    folders.keep();

    if (globals.json) {
        print_json(entry_json(entry));
    } else {
        Table table;
        table.add({entry.path, entry_size(entry), entry.ref.empty() ? "md5 " + entry.digest : entry.ref});
        print(table.text());
    }
    return exit_done;
}

}  // namespace wbm::tool
