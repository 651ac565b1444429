#include "ask_server.hpp"
#include "commands.hpp"
#include "entries.hpp"
#include "interrupt.hpp"
#include "links.hpp"
#include "new_folders.hpp"
#include "output.hpp"
#include "progress.hpp"

#include <wbm/artifact.hpp>

#include <utility>

namespace wbm::tool {

namespace {

Artifact::RemoteFile remote_file(const ReferenceArguments& arguments) {
    if (arguments.ask) return ask_server(arguments.url);
    Artifact::RemoteFile remote{.etag = arguments.etag, .version_id = arguments.version_id};
    if (arguments.size) remote.size = static_cast<std::uint64_t>(*arguments.size);
    return remote;
}

void print_entries(const Globals& globals, const std::vector<ArtifactEntry>& entries) {
    if (globals.json) {
        json::array all;
        for (const ArtifactEntry& entry : entries) all.push_back(entry_json(entry));
        print_json(all);
        return;
    }
    Table table;
    for (const ArtifactEntry& entry : entries) table.add({entry.path, entry_size(entry), entry.ref});
    print(table.text());
}

}  // namespace

int run_add_reference(const Globals& globals, const AddArguments& arguments) {
    const auto links = read_links(arguments.links);
    const Artifact::RemoteFile remote = remote_file(arguments.reference);
    NewFolders folders(arguments.artifact);
    ProgressBar progress("adding");
    Artifact artifact = open_or_create(arguments.artifact);
    artifact.set_progress(progress.callback());
    artifact.set_links(links);
    Store::Transaction transaction(artifact);
    if (arguments.overwrite && !arguments.name.empty() && find_entry(artifact, arguments.name))
        artifact.remove(arguments.name);
    const std::vector<ArtifactEntry> entries = artifact.add_reference(arguments.reference.url, arguments.name, remote);
    check_interrupt();
    artifact.save();
    transaction.keep();
    folders.keep();
    print_entries(globals, entries);
    return exit_done;
}

}  // namespace wbm::tool
