#include <wbm/artifact.hpp>

#include <wbm/error.hpp>
#include <wbm/limits.hpp>

#include <utility>

#include "artifact_state.hpp"
#include "artifact_view.hpp"
#include "store_path.hpp"

namespace wbm {
namespace fs = std::filesystem;

Manifest load_manifest(const fs::path& root) {
    return read_manifest(read_file(resolve_inside(root, manifest_name), limits::artifact_manifest_bytes));
}

namespace {

/// The directory's real path, where it holds a manifest.
fs::path artifact_directory(const fs::path& directory) {
    std::error_code error;
    fs::path root = fs::canonical(directory, error);
    if (error || !fs::exists(root / manifest_name, error))
        throw MediaError(Status::not_found, "artifact " + quoted(directory) + ": there is no " +
                                                std::string(manifest_name) +
                                                " in it; give the directory of an artifact");
    return root;
}

void check_empty(const fs::path& directory) {
    std::error_code error;
    const bool empty = fs::is_empty(directory, error);
    if (error) throw_io_error("list", directory, error.value());
    if (!empty)
        throw MediaError(Status::invalid, "artifact " + quoted(directory) +
                                              ": the directory is not empty; give a new one, " +
                                              "or open the artifact that is in it");
}

}  // namespace

Artifact::Artifact(std::unique_ptr<State> state) : state_(std::move(state)) {}
Artifact::~Artifact() = default;
Artifact::Artifact(Artifact&&) noexcept = default;
Artifact& Artifact::operator=(Artifact&&) noexcept = default;

Artifact Artifact::create(const fs::path& directory, Info info) {
    check_info(info);
    std::vector<fs::path> made;
    try {
        std::error_code error;
        const fs::path wanted = fs::absolute(directory, error);
        if (error) throw_io_error("make folder", directory, error.value());
        make_folders(wanted, made);
        auto state = std::make_unique<State>(fs::canonical(wanted, error));
        if (error) throw_io_error("look up", directory, error.value());
        state->lock = DirectoryLock(state->root);
        check_empty(state->root);
        state->manifest = new_manifest(std::move(info));
        state->begin_draft();
        return Artifact(std::move(state));
    } catch (...) {
        remove_empty_folders(made);
        throw;
    }
}

Artifact Artifact::open(const fs::path& directory) {
    auto state = std::make_unique<State>(artifact_directory(directory));
    state->lock = DirectoryLock(state->root);
    state->manifest = load_manifest(state->root);
    state->begin_draft();
    return Artifact(std::move(state));
}

Artifact Artifact::open_logged(const fs::path& directory, std::string_view server_id) {
    auto state = std::make_unique<State>(artifact_directory(directory));
    state->id_hex = id_to_hex(server_id);
    state->access = State::Access::read_only;
    state->manifest = load_manifest(state->root);
    ProcessArtifacts::get().opened_logged(state->root, state->manifest.ids, state->id_hex);
    return Artifact(std::move(state));
}

const Artifact::Info& Artifact::info() const noexcept { return state_->manifest.info; }
const fs::path& Artifact::root() const noexcept { return state_->root; }

void Artifact::save() { state_->save(state_->ids_to_save()); }

void Artifact::finalize() {
    if (state_->access == State::Access::finalized) return;
    state_->check_writable();
    ClientIds ids = state_->complete_ids();
    ids.is_final = true;
    state_->save(std::move(ids));
    state_->access = State::Access::finalized;
    state_->end_draft();
    state_->lock = {};
    ProcessArtifacts::get().finalized(*state_->owner, state_->manifest.ids);
}

std::string Artifact::client_id() {
    if (state_->access == State::Access::writable) state_->manifest.ids = state_->complete_ids();
    return state_->manifest.ids.client;
}

std::string Artifact::sequence_client_id() {
    if (state_->access == State::Access::writable) state_->manifest.ids = state_->complete_ids();
    return state_->manifest.ids.sequence;
}

void Artifact::remove(std::string_view name) {
    state_->check_writable();
    const std::string path = normalise_path(name);
    std::vector<std::string> found;
    if (state_->find(path) != nullptr) {
        found.push_back(path);
    } else {
        const std::string prefix = path + "/";
        const Entries& all = state_->manifest.entries;
        for (auto at = all.lower_bound(prefix); at != all.end() && at->path.starts_with(prefix); ++at)
            found.push_back(at->path);
    }
    if (found.empty()) refuse_entry(Status::not_found, path, "is not in the artifact, neither as entry nor as folder");
    state_->erase(found);
}

std::vector<ArtifactEntry> Artifact::entries() const {
    return {state_->manifest.entries.begin(), state_->manifest.entries.end()};
}

std::string Artifact::digest() const { return digest_of(state_->manifest.entries, state_->algorithm()); }

std::uint64_t Artifact::size() const {
    std::uint64_t sum = 0;
    for (const ArtifactEntry& entry : state_->manifest.entries) {
        const std::uint64_t more = entry.size.value_or(0);
        sum = sum + more < sum ? UINT64_MAX : sum + more;  // a manifest may claim anything
    }
    return sum;
}

std::string Artifact::manifest() const { return write_manifest(state_->manifest, state_->ids_to_save()); }

void Artifact::set_progress(Progress progress) { state_->progress = std::move(progress); }

void Artifact::set_copying(Copying copying) { state_->copying = copying; }

void Artifact::set_linking(Linking linking) { state_->linking = linking; }

void Artifact::set_links(std::shared_ptr<const LocalArtifacts> links) {
    ProcessArtifacts::get().set_links(state_->root, links);
    state_->links = Links(std::move(links));
}

Origin Artifact::origin() const { return {state_->root, false, state_->id_hex, {}}; }

std::size_t Artifact::mark() const noexcept { return state_->forgotten + state_->journal.size(); }
void Artifact::undo(std::size_t mark) noexcept { state_->undo(mark); }

fs::path Artifact::fetch(std::string_view path) const {
    state_->settle();
    const ArtifactEntry* entry = state_->find(path);
    if (entry == nullptr) {
        check_store_path(path, PathUse::reference);
        entry = state_->find(normalise_path(path));
    }
    if (entry == nullptr) refuse_entry(Status::not_found, path, "is not in the artifact's manifest");
    return place_of_entry(state_->root, *entry, state_->links);
}

}  // namespace wbm
