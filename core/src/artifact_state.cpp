#include "artifact_state.hpp"

#include <wbm/limits.hpp>

#include <algorithm>
#include <ctime>
#include <utility>

#include "store_path.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

// The coarsest file times that are in use count two seconds.
constexpr std::time_t coarsest_time = 2;

bool same_times(const struct stat& a, const struct stat& b) noexcept {
    const auto same = [](const timespec& x, const timespec& y) {
        return x.tv_sec == y.tv_sec && x.tv_nsec == y.tv_nsec;
    };
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size && same(a.st_mtim, b.st_mtim) &&
           same(a.st_ctim, b.st_ctim);
}

bool is_old(const struct stat& info) noexcept {
    const std::time_t now = std::time(nullptr);
    return now - info.st_mtim.tv_sec > coarsest_time && now - info.st_ctim.tv_sec > coarsest_time;
}

/// Keeps the file at `place` under a hidden name in `root`. A link, where the file system has them, so that `place` is
/// never empty. Returns whether it is one.
bool back_up(const fs::path& place, const fs::path& backup) {
    if (try_link_file(place, backup)) return true;
    rename_file(place, backup);
    return false;
}

}  // namespace

Artifact::State::State(fs::path directory) : root(std::move(directory)), owner(std::make_shared<ValueOwner>()) {
    owner->root = root;
}

void Artifact::State::begin_draft() {
    ProcessArtifacts::get().open_draft(root);
    is_draft = true;
}

void Artifact::State::end_draft() noexcept {
    if (is_draft) ProcessArtifacts::get().close_draft(root);
    is_draft = false;
}

Artifact::State::~State() {
    end_draft();
    ProcessArtifacts::get().owner_is_gone(*owner);
    // What was overwritten but not saved comes back: the manifest on disk speaks of the old content.
    for (auto change = journal.rbegin(); change != journal.rend(); ++change)
        if (!change->backup.empty()) try_rename_file(change->backup, root / change->path);
    for (const fs::path& file : leftovers) try_remove_file(file);
}

const ArtifactEntry* Artifact::State::find(std::string_view path) const {
    const auto at = manifest.entries.find(path);
    return at == manifest.entries.end() ? nullptr : &*at;
}

const ArtifactEntry* Artifact::State::find(std::string_view path, std::string_view digest) const {
    const ArtifactEntry* entry = find(path);
    return entry != nullptr && entry->digest == digest ? entry : nullptr;
}

void Artifact::State::check_writable() const {
    if (access == Access::writable) return;
    throw MediaError(Status::invalid, "artifact " + quoted(root) + ": the artifact is finalized; " +
                                          (access == Access::finalized ? "open it again to change it"
                                                                       : "use Artifact::open to change it"));
}

void Artifact::State::make_room_in_journal(std::size_t more) {
    if (journal.capacity() - journal.size() < more)
        journal.reserve(std::max(journal.size() + more, 2 * journal.size()));
}

void Artifact::State::check_new(const ArtifactEntry& entry, PathUse use) const {
    check_store_path(entry.path, use);
    if (entry.path == manifest_name)
        refuse_entry(Status::invalid, entry.path, "is where the manifest lies; choose another name");
    if (manifest.entries.size() >= limits::artifact_entries)
        refuse_entry(Status::invalid, entry.path, "is one too many; start another artifact");
}

const ArtifactEntry& Artifact::State::put(ArtifactEntry entry, TempFile* content) {
    check_new(entry, content != nullptr ? PathUse::file : PathUse::reference);
    Change change;
    change.path = entry.path;
    make_room_in_journal(1);
    const ArtifactEntry* old = find(entry.path);
    if (content == nullptr && old != nullptr && old->ref.empty()) removed.insert(entry.path);
    Entries one;
    auto node = one.extract(one.insert(std::move(entry)).first);
    if (content != nullptr) publish(change, *content);

    // Nothing below fails.
    if (old != nullptr) change.before = manifest.entries.extract(manifest.entries.find(change.path));
    const auto placed = manifest.entries.insert(std::move(node)).position;
    journal.push_back(std::move(change));
    return *placed;
}

const ArtifactEntry& Artifact::State::put_new(ArtifactEntry entry, TempFile* content) {
    const ArtifactEntry* old = find(entry.path);
    if (old == nullptr) return put(std::move(entry), content);
    if (old->digest == entry.digest)
        return content != nullptr && !old->ref.empty() ? put(std::move(entry), content) : *old;
    refuse_entry(Status::invalid, entry.path,
                 "is there already with other content; choose another name, or ask to overwrite it");
}

void Artifact::State::publish(Change& change, TempFile& content) {
    const fs::path place = resolve_inside(root, change.path);
    bool linked = false;
    try {
        make_folders(place.parent_path(), change.made_folders);
        const auto there = fs::symlink_status(place).type();
        if (there == fs::file_type::directory)
            refuse_entry(Status::invalid, change.path, "is the name of a folder of the artifact; choose another name");
        if (there != fs::file_type::not_found) {
            fs::path backup = unused_hidden_name(root);
            linked = back_up(place, backup);
            change.backup = std::move(backup);
        }
        content.publish(place);
        change.wrote_file = true;
    } catch (...) {
        if (linked)
            try_remove_file(change.backup);
        else if (!change.backup.empty())
            try_rename_file(change.backup, place);
        remove_empty_folders(change.made_folders);
        throw;
    }
}

void Artifact::State::erase(const std::vector<std::string>& paths) {
    std::vector<Change> changes(paths.size());
    for (std::size_t i = 0; i < paths.size(); ++i) {
        changes[i].path = paths[i];
        const ArtifactEntry* entry = find(paths[i]);
        if (entry != nullptr && entry->ref.empty()) removed.insert(paths[i]);
    }
    make_room_in_journal(changes.size());
    for (Change& change : changes) {
        change.before = manifest.entries.extract(manifest.entries.find(change.path));
        journal.push_back(std::move(change));
    }
}

void Artifact::State::undo(std::size_t mark) noexcept {
    try {
        settle();
    } catch (...) {  // what is not there need not be taken back
    }
    while (!journal.empty() && forgotten + journal.size() > mark) {
        undo_one(journal.back());
        journal.pop_back();
    }
}

void Artifact::State::undo_one(Change& change) noexcept {
    if (change.wrote_file) {
        const fs::path place = root / change.path;
        if (change.backup.empty())
            try_remove_file(place);
        else
            try_rename_file(change.backup, place);
    }
    remove_empty_folders(change.made_folders);
    const auto now = manifest.entries.find(change.path);
    if (now != manifest.entries.end()) manifest.entries.erase(now);
    if (!change.before.empty()) manifest.entries.insert(std::move(change.before));
}

ClientIds Artifact::State::ids_to_save() const {
    ClientIds ids = manifest.ids;
    if (!ids.is_final || journal.empty()) return ids;
    return {{}, ids.sequence, ids.version + 1, false};
}

ClientIds Artifact::State::complete_ids() const {
    ClientIds ids = ids_to_save();
    if (ids.client.empty()) ids.client = draw_client_id();
    if (ids.sequence.empty()) ids.sequence = draw_client_id();
    return ids;
}

void Artifact::State::save(ClientIds ids) {
    check_writable();
    const std::string text = write_manifest(manifest, ids);
    if (text.size() > limits::artifact_manifest_bytes)
        throw MediaError(Status::invalid, "artifact " + quoted(root) + ": its manifest would be " +
                                              std::to_string(text.size()) + " bytes; start another artifact");
    leftovers.reserve(leftovers.size() + journal.size());
    write_file_atomically(root / manifest_name, text);
    manifest.ids = std::move(ids);
    // The artifact is saved. What cannot be removed now is tried again at the next save.
    drop_backups();
    drop_removed_files();
    forgotten += journal.size();
    journal.clear();
}

void Artifact::State::drop_backups() {
    for (Change& change : journal)
        if (!change.backup.empty()) leftovers.push_back(std::move(change.backup));
    std::erase_if(leftovers, [](const fs::path& file) { return try_remove_file(file); });
}

void Artifact::State::drop_removed_files() {
    std::erase_if(removed, [this](const std::string& path) {
        const ArtifactEntry* entry = find(path);
        if (entry != nullptr && entry->ref.empty()) return true;  // it was added again
        fs::path place;
        try {
            place = resolve_inside(root, path);
        } catch (const MediaError& error) {
            // A link that leads out of the artifact: what is there is not ours to remove. Anything else may pass.
            return error.status() == Status::invalid;
        }
        if (!try_remove_file(place)) return false;
        for (fs::path folder = place.parent_path(); folder != root; folder = folder.parent_path())
            if (!try_remove_folder(folder)) break;
        return true;
    });
}

const KnownFile* Artifact::State::known(const fs::path& file) {
    const auto at = known_files.find(file.native());
    if (at == known_files.end() || find(at->second.entry, at->second.digest) == nullptr) return nullptr;
    KnownFile& before = at->second;
    struct stat now {};
    if (::stat(file.c_str(), &now) != 0) return nullptr;
    if (before.times_tell && same_times(before.info, now)) return &before;
    // The same name may hold something else by now, as a frame.png that is written again for each step does.
    if (now.st_size != before.info.st_size || hash_file(file, Hashes::sha256).sha256_hex() != before.sha256)
        return nullptr;
    before.info = now;
    before.times_tell = is_old(now);
    return &before;
}

void Artifact::State::remember(const fs::path& file, const ArtifactEntry& entry, const Digests& digests) {
    KnownFile known{entry.path, entry.digest, digests.sha256_hex(), {}, false};
    if (::stat(file.c_str(), &known.info) != 0) return;
    known.times_tell = is_old(known.info);
    known_files.insert_or_assign(file.native(), std::move(known));
}

const std::string& Artifact::State::sha256_of(const ArtifactEntry& entry, const fs::path& file) {
    const auto at = entry_hashes.find(entry.path);
    if (at != entry_hashes.end() && at->second.digest == entry.digest) return at->second.sha256;
    EntryHash hash{entry.digest, hash_file(file, Hashes::sha256).sha256_hex()};
    return entry_hashes.insert_or_assign(entry.path, std::move(hash)).first->second.sha256;
}

}  // namespace wbm
