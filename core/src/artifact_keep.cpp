// The files of values: how an artifact names and keeps them. Wire spec 3.5.
#include <wbm/error.hpp>

#include <algorithm>
#include <utility>

#include "artifact_cache.hpp"
#include "artifact_state.hpp"
#include "store_path.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t short_hash = 20;

void check_extension(std::string_view extension) {
    if (extension.find('/') == std::string_view::npos) return;
    throw MediaError(Status::invalid,
                     "extension " + quoted(extension) + ": it has a slash; give what follows the name");
}

/// `file` relative to `root` when it is below it, otherwise empty. Both as they were given: a value's files have the
/// paths that fetch() gave it.
std::string path_below(const fs::path& root, const fs::path& file) {
    const fs::path relative = file.lexically_normal().lexically_relative(root.lexically_normal());
    if (relative.empty() || *relative.begin() == ".." || *relative.begin() == ".") return {};
    return relative.generic_string();
}

std::string join(std::string_view folder, std::string_view name) {
    return folder.empty() ? std::string(name) : std::string(folder).append("/").append(name);
}

StoredFile stored(const ArtifactEntry& entry, std::string sha256, std::uint64_t size) {
    return {entry.path, std::move(sha256), size};
}

std::string user_file_name(std::string_view folder, const Digests& digests, const fs::path& file) {
    return store_path(join(folder, digests.sha256_hex().substr(0, short_hash) + "/" + file.filename().native()));
}

}  // namespace

StoredFile Artifact::keep_bytes(std::string_view folder, std::string_view bytes, std::string_view extension) {
    state_->check_writable();
    check_extension(extension);
    const Hashes hashes = sha256_and(state_->algorithm());
    const auto entry_of = [&](const Digests& digests) {
        const std::string name = digests.entry_hex().substr(0, short_hash).append(extension);
        return content_entry(store_path(join(folder, name)), digests);
    };
    if (bytes.size() >= worth_a_writer) {
        (void)entry_of(Digests{});  // refused names are refused before the bytes are written
        TempFile temp(state_->root);
        const Digests digests = write_and_hash(bytes, temp, hashes);
        return stored(state_->put_new(entry_of(digests), &temp), digests.sha256_hex(), digests.size);
    }
    const Digests digests = hash_bytes(bytes, hashes);
    ArtifactEntry entry = entry_of(digests);
    if (const ArtifactEntry* there = state_->find(entry.path, entry.digest))
        return stored(*there, digests.sha256_hex(), digests.size);
    if (const ArtifactEntry* later = state_->put_later(entry, bytes))
        return stored(*later, digests.sha256_hex(), digests.size);
    TempFile temp(state_->root);
    temp.write(bytes);
    return stored(state_->put_new(std::move(entry), &temp), digests.sha256_hex(), digests.size);
}

Artifact::State::FileSource Artifact::State::source_of(const fs::path& file, const Origin* origin) const {
    if (origin == nullptr || origin->is_run) return {};
    const ProcessArtifacts& process = ProcessArtifacts::get();
    FileSource source{origin->root, origin->artifact_id, path_below(origin->root, file), false};
    const bool is_logged = !origin->artifact_id.empty() || process.is_logged(origin->root);
    if (source.path.empty()) {  // a reference may have led elsewhere
        auto linked = process.owner_of(file.lexically_normal());
        if (!linked) return {};
        source = {std::move(linked->first), std::move(linked->second), {}, false};
        source.path = path_below(source.root, file);
    }
    source.may_link = linking == Linking::link && is_logged && !source.path.empty();
    return source;
}

std::string Artifact::State::link_of_file(const FileSource& source, const Digests& digests) const {
    if (!source.id_hex.empty()) return artifact_url(source.id_hex, source.path);
    const std::shared_ptr<const Manifest> there = current_manifest(source.root);
    if (there == nullptr || !there->ids.is_final) return {};
    const auto entry = there->entries.find(source.path);
    if (entry == there->entries.end()) return {};
    // A file that is not what its artifact says is no file to refer to.
    if (algorithm_of(*entry) == algorithm() && entry->digest != digests.entry_base64()) return {};
    return client_artifact_url(there->ids.client, source.path);
}

StoredFile Artifact::keep_file(std::string_view folder, const fs::path& file, std::string_view, const Origin* origin) {
    state_->check_writable();
    state_->settle();  // the file may be one of this artifact's
    check_store_path(normalise_path(join(folder, "name")));
    if (const KnownFile* known = state_->known(file))
        return {known->entry, known->sha256, static_cast<std::uint64_t>(known->info.st_size)};
    const State::FileSource source = state_->source_of(file, origin);
    const std::string& own = source.path;
    if (const ArtifactEntry* entry = own.empty() || origin->root != state_->root ? nullptr : state_->find(own)) {
        const bool is_here = source.root == state_->root;
        // One that was read through a reference of this artifact stays a reference.
        if (is_here || place_of_entry(state_->root, *entry, state_->links) == file)
            return {entry->path, state_->sha256_of(*entry, is_here ? resolve_inside(state_->root, entry->path) : file),
                    entry->size};
    }

    // A name that another content has here is no place for this one.
    const auto name_for = [&](const Digests& digests) {
        const ArtifactEntry* taken = own.empty() ? nullptr : state_->find(own);
        const bool keeps_name = !own.empty() && (taken == nullptr || taken->digest == digests.entry_base64());
        return keeps_name ? store_path(own) : user_file_name(folder, digests, file);
    };
    if (source.may_link) {
        const Digests digests = hash_file(file, sha256_and(state_->algorithm()), state_->progress);
        if (std::string url = state_->link_of_file(source, digests); !url.empty()) {
            ArtifactEntry entry = content_entry(name_for(digests), digests);
            entry.ref = std::move(url);
            entry.size = 0;
            const ArtifactEntry& kept = state_->put_new(std::move(entry), nullptr);
            state_->remember(file, kept, digests);
            return stored(kept, digests.sha256_hex(), digests.size);
        }
    }
    TempFile temp(state_->root);
    const Digests digests =
        copy_and_hash(file, temp, sha256_and(state_->algorithm()), state_->progress, state_->copying);
    const ArtifactEntry& entry = state_->put_new(content_entry(name_for(digests), digests), &temp);
    state_->remember(file, entry, digests);
    return stored(entry, digests.sha256_hex(), digests.size);
}

StoredFile Artifact::keep_entry(std::string_view path, std::string_view bytes, std::string& digest) {
    state_->check_writable();
    const Digests digests = hash_bytes(bytes, sha256_and(state_->algorithm()));
    digest = digests.entry_base64();
    ArtifactEntry entry = content_entry(store_path(path), digests);
    if (const ArtifactEntry* there = state_->find(entry.path, entry.digest))
        return stored(*there, digests.sha256_hex(), digests.size);
    TempFile temp(state_->root);
    temp.write(bytes);
    return stored(state_->put_new(std::move(entry), &temp), digests.sha256_hex(), digests.size);
}

void Artifact::keep_config(std::string_view type, std::string_view, std::string_view) {
    throw MediaError(Status::unsupported,
                     "artifact: it has no config for " + quoted(type) + "; log the value to a run");
}

StoredFile Artifact::keep_reference(std::string_view folder, std::string_view url, const Origin* origin) {
    state_->check_writable();
    if (!json::is_utf8(url))
        throw MediaError(Status::invalid,
                         "reference " + quoted(url) + ": it is not UTF-8; give the URL percent-encoded");
    std::string sha256 = sha256_hex(url);
    ArtifactEntry entry;
    entry.path = join(folder, sha256.substr(0, short_hash) + "/" + std::string(base_name_of_url(url)));
    entry.path = store_path(entry.path, PathUse::reference);
    entry.digest = url;
    entry.ref = url;
    if (origin != nullptr && !origin->is_run)
        if (const ArtifactEntry* there = state_->reference_of(origin->root, entry.ref)) {
            entry.digest = there->digest;
            entry.size = there->size;
            entry.extra = there->extra;
        }
    return {state_->put_new(std::move(entry), nullptr).path, std::move(sha256), std::nullopt};
}

}  // namespace wbm
