// Many small files of one value, such as the pictures of a table: their entries are made at once, the files by another
// thread meanwhile.
#include <wbm/error.hpp>

#include <algorithm>
#include <exception>
#include <system_error>
#include <utility>

#include "artifact_state.hpp"
#include "store_path.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

/// For fewer a thread costs more than it saves.
constexpr std::size_t many_files = 16;

std::string_view folder_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

}  // namespace

bool Artifact::State::may_be_later(const ArtifactEntry& entry) {
    if (adding.depth == 0 || ++adding.small_files <= many_files) return false;
    if (find(entry.path) != nullptr || removed.contains(entry.path)) return false;
    if (adding.background == nullptr) try {
            adding.background = std::make_unique<BackgroundFiles>(root);
        } catch (const std::system_error&) {  // no thread
            return false;
        }
    return true;
}

void Artifact::State::make_folder_of(Change& change) {
    if (adding.folders.contains(folder_of(change.path))) return;
    make_folders(resolve_inside(root, change.path).parent_path(), change.made_folders);
    adding.folders.emplace(folder_of(change.path));
}

const ArtifactEntry* Artifact::State::put_later(ArtifactEntry& entry, std::string_view bytes) {
    if (!may_be_later(entry)) return nullptr;
    check_new(entry, PathUse::file);
    Change change;
    change.path = entry.path;
    make_room_in_journal(1);
    Entries one;
    auto node = one.extract(one.insert(std::move(entry)).first);
    try {
        make_folder_of(change);
        adding.background->write(bytes, root / change.path);
    } catch (...) {
        remove_empty_folders(change.made_folders);
        throw;
    }
    change.wrote_file = true;

    // Nothing below fails.
    const auto placed = manifest.entries.insert(std::move(node)).position;
    journal.push_back(std::move(change));
    return &*placed;
}

void Artifact::State::settle_one(BackgroundFiles::Failed& failed, std::exception_ptr& first) {
    const auto is_it = [&](const Change& change) { return root / change.path == failed.place; };
    const auto change = std::find_if(journal.rbegin(), journal.rend(), is_it);
    change->wrote_file = false;
    try {
        if (failed.why) std::rethrow_exception(failed.why);
        // Something has the name that is in no entry: it is put aside, as where a file is written at once.
        TempFile temp(root);
        temp.write(failed.bytes);
        publish(*change, temp);
    } catch (...) {
        if (!first) first = std::current_exception();
    }
}

void Artifact::State::settle() {
    if (adding.background == nullptr) return;
    std::exception_ptr first;
    for (BackgroundFiles::Failed& failed : adding.background->wait()) settle_one(failed, first);
    if (first) std::rethrow_exception(first);
}

}  // namespace wbm
