// Adding values and files to an artifact. Wire spec 23.8.
#include <wbm/error.hpp>

#include <algorithm>
#include <utility>

#include "artifact_cache.hpp"
#include "artifact_state.hpp"
#include "store_path.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view tables_folder = "media/tables";

/// The entry of a value in the artifact it was read from, and that entry's file.
struct SourceEntry {
    std::string path;
    fs::path file;
};

SourceEntry source_entry(const WBValue& value) {
    const Origin& origin = *value.origin();
    // A value of an unknown type may have been asked for by its full name, whose suffix is not its type.
    for (std::string path : {with_suffix(value.type(), origin.name), origin.name}) {
        fs::path file = resolve_inside(origin.root, path);
        std::error_code error;
        if (fs::is_regular_file(file, error)) return {std::move(path), std::move(file)};
    }
    refuse_entry(Status::not_found, origin.name,
                 "of the artifact in " + quoted(origin.root) + " is not there any more; download that artifact again");
}

bool has_server_entry(const WBValue& value) {
    const auto& origin = value.origin();
    return origin && !origin->is_run && !origin->name.empty() && !origin->artifact_id.empty();
}

}  // namespace

ArtifactEntry Artifact::add(const ValuePtr& value, std::string_view name, bool overwrite) {
    state_->check_writable();
    if (value == nullptr) refuse_entry(Status::invalid, name, "has no value; give one to add");
    const auto before = state_->added_values.find(value.get());
    if (before != state_->added_values.end() && before->second.value.lock() == value)
        if (const ArtifactEntry* entry = state_->find(before->second.entry, before->second.digest)) return *entry;

    std::string path = store_path(with_suffix(value->type(), name));
    State::AddingScope adding(*state_);
    Transaction transaction(*this);
    ArtifactEntry entry = state_->add_value(value, std::move(path), overwrite, *this);
    adding.finish();
    state_->added_values.insert_or_assign(value.get(), State::AddedValue{value, entry.path, entry.digest});
    ProcessArtifacts::get().added(value, {state_->owner, entry.path, entry.digest});
    transaction.keep();
    return entry;
}

ArtifactEntry Artifact::add_file(const fs::path& file, std::string_view name, AddFile options) {
    state_->check_writable();
    std::string path = store_path(name.empty() ? file.filename().native() : std::string(name));
    const ArtifactEntry* there = options.is_temporary ? nullptr : state_->find(path);
    if (there != nullptr && there->ref.empty() && !options.overwrite) {
        const Digests digests = hash_file(file, sha256_and(state_->algorithm()), state_->progress);
        const ArtifactEntry& entry = state_->put_new(content_entry(std::move(path), digests), nullptr);
        state_->remember(file, entry, digests);
        return entry;
    }
    TempFile temp(state_->root);
    const Digests digests =
        copy_and_hash(file, temp, sha256_and(state_->algorithm()), state_->progress, state_->copying);
    if (options.is_temporary) path = named_by_content(path, digests);
    const ArtifactEntry* same = state_->find(path, digests.entry_base64());
    const bool has_it = same != nullptr && same->ref.empty();
    ArtifactEntry entry = content_entry(std::move(path), digests);
    const ArtifactEntry& kept = has_it              ? *same
                                : options.overwrite ? state_->put(std::move(entry), &temp)
                                                    : state_->put_new(std::move(entry), &temp);
    state_->remember(file, kept, digests);
    return kept;
}

std::vector<ArtifactEntry> Artifact::add_dir(const fs::path& directory, std::string_view name) {
    state_->check_writable();
    std::error_code error;
    const fs::path real = fs::canonical(directory, error);
    if (error || !fs::is_directory(real, error))
        throw MediaError(Status::not_found,
                         "directory " + quoted(directory) + ": there is no such directory; give one");
    const auto [in_root, in_real] = std::mismatch(state_->root.begin(), state_->root.end(), real.begin(), real.end());
    if (in_real == real.end())
        throw MediaError(Status::invalid, "directory " + quoted(directory) +
                                              ": the artifact itself is in it; give a directory beside the artifact");
    Transaction transaction(*this);
    std::vector<ArtifactEntry> entries;
    for (const std::string& relative : list_files(directory))
        entries.push_back(add_file(directory / relative, name.empty() ? relative : std::string(name) + "/" + relative));
    transaction.keep();
    return entries;
}

ArtifactEntry Artifact::new_file(std::string_view name, std::string_view content) {
    state_->check_writable();
    std::string path = store_path(name);
    if (state_->find(path) != nullptr)
        refuse_entry(Status::invalid, path, "is there already; choose another name or remove it first");
    TempFile temp(state_->root);
    temp.write(content);
    return state_->put(content_entry(std::move(path), hash_bytes(content, entry_hash(state_->algorithm()))), &temp);
}

ArtifactEntry Artifact::State::add_value(const ValuePtr& value, std::string path, bool overwrite, Artifact& self) {
    if (linking == Linking::link) {
        if (has_server_entry(*value)) return add_reference_to(*value, std::move(path), overwrite);
        if (const auto target = link_of(value)) return add_link(*target, std::move(path), overwrite);
    }
    return add_json(value->to_json_text(self), std::move(path), overwrite);
}

std::optional<LinkTarget> Artifact::State::link_of(const ValuePtr& value) const {
    const std::optional<ValuePlace> place = ProcessArtifacts::get().place_of(value);
    if (!place || place->owner->root == root) return std::nullopt;
    // Another process may have changed it since: then this value is not there any more, and gets a copy.
    LinkTarget target{{place->owner->root, {}, current_manifest(place->owner->root)}, nullptr, {}};
    if (target.artifact.manifest == nullptr || target.artifact.manifest->ids.client != place->owner->client_id)
        return std::nullopt;
    const auto at = target.artifact.manifest->entries.find(place->entry);
    if (at == target.artifact.manifest->entries.end() || at->digest != place->digest) return std::nullopt;
    target.entry = &*at;
    target.url = client_artifact_url(place->owner->client_id, at->path);
    return target;
}

ArtifactEntry Artifact::State::add_link(const LinkTarget& target, std::string path, bool overwrite) {
    if (const ArtifactEntry* there = find(path); there != nullptr && !overwrite) return *there;
    return put(reference_to(target, std::move(path), target.url, algorithm()), nullptr);
}

ArtifactEntry Artifact::State::add_reference_to(const WBValue& value, std::string path, bool overwrite) {
    if (const ArtifactEntry* there = find(path); there != nullptr && !overwrite) return *there;
    const SourceEntry source = source_entry(value);
    ArtifactEntry entry = content_entry(std::move(path), hash_file(source.file, entry_hash(algorithm())));
    entry.ref = artifact_url(value.origin()->artifact_id, source.path);
    entry.size = 0;
    return put(std::move(entry), nullptr);
}

ArtifactEntry Artifact::State::add_json(std::string_view text, std::string path, bool overwrite) {
    const Digests digests = hash_bytes(text, entry_hash(algorithm()));
    if (path.starts_with(tables_folder)) path = named_by_content(path, digests);
    const ArtifactEntry* there = find(path);
    if (there != nullptr && (!overwrite || (there->digest == digests.entry_base64() && there->ref.empty())))
        return *there;
    TempFile temp(root);
    temp.write(text);
    return put(content_entry(std::move(path), digests), &temp);
}

}  // namespace wbm
