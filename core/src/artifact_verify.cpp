// What is wrong with an artifact's directory. Wire spec 23.11.
#include <wbm/error.hpp>
#include <wbm/limits.hpp>

#include <algorithm>
#include <map>
#include <utility>

#include "artifact_state.hpp"
#include "artifact_verify.hpp"
#include "store_path.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

const char* name_of(DigestAlgorithm algorithm) { return algorithm == DigestAlgorithm::md5 ? "MD5" : "XXH128"; }

std::string finding(std::string_view path, std::string_view what) { return quoted(path) + " " + std::string(what); }

/// The members of a value's JSON that name a file.
struct FileOfValue {
    std::string path;
    std::string sha256;  ///< empty where the JSON has only a digest, as for an image's classes
};

/// One pass over the entries' files, then one over the values' JSON, then one over the directory.
class Check {
public:
    Check(const fs::path& root, const Entries& entries, const Links& links, const Progress& progress)
        : root_(root), entries_(entries), links_(links), progress_(progress) {
        for (const ArtifactEntry& entry : entries) total_ += entry.ref.empty() ? entry.size.value_or(0) : 0;
    }

    void stored_files() {
        for (const ArtifactEntry& entry : entries_) {
            if (!entry.ref.empty()) {
                ReferenceCheck check = check_reference(entry, links_);
                if (!check.fault.empty()) found.push_back(finding(entry.path, check.fault));
                if (!check.sha256.empty()) sha256_.emplace(entry.path, std::move(check.sha256));
                continue;
            }
            try {
                stored_file(entry);
            } catch (const MediaError& error) {
                found.push_back(
                    error.status() == Status::not_found
                        ? finding(entry.path, "is missing: the manifest names it, the directory does not have it")
                        : finding(entry.path, std::string("cannot be checked: ") + error.what()));
            }
        }
    }

    void values() {
        for (const auto& [entry, file] : values_) {
            const auto hash = sha256_.find(file.path);
            if (hash != sha256_.end()) {
                if (!file.sha256.empty() && hash->second != file.sha256)
                    found.push_back(finding(entry, "says that the SHA-256 of " + quoted(file.path) + " is " +
                                                       quoted(file.sha256) + ", but it is \"" + hash->second + "\""));
            } else if (!has_entry(file.path)) {
                found.push_back(finding(entry, "needs the file " + quoted(file.path) + ", which is in no entry"));
            }
        }
    }

    /// `ours`: hidden files that this process keeps until save().
    void other_files(const std::set<std::string, std::less<>>& ours) {
        std::error_code error;
        fs::recursive_directory_iterator at(root_, error);
        for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
            if (at->symlink_status().type() == fs::file_type::directory) continue;
            const std::string path = at->path().lexically_relative(root_).generic_string();
            if (path == manifest_name || has_entry(path) || ours.contains(path)) continue;
            if (is_linked_folder(*at, path)) continue;
            found.push_back(finding(path, "is in the directory, but in no entry of the manifest"));
        }
        if (error) throw_io_error("list", root_, error.value());
    }

    std::vector<std::string> found;

private:
    void stored_file(const ArtifactEntry& entry) {
        const fs::path file = resolve_inside(root_, entry.path);
        const std::optional<DigestAlgorithm> algorithm = algorithm_of(entry);
        const Hashes hashes = algorithm ? sha256_and(*algorithm) : Hashes::sha256;
        const Digests digests = hash_file(file, hashes, [&](std::uint64_t in_file, std::uint64_t) {
            if (progress_) progress_(done_ + in_file, total_);
        });
        done_ += digests.size;
        if (entry.size && *entry.size != digests.size)
            found.push_back(finding(entry.path, "has " + std::to_string(digests.size) +
                                                    " bytes, but the manifest says " + std::to_string(*entry.size)));
        else if (!algorithm)
            found.push_back(finding(entry.path,
                                    "has a digest of an algorithm that is not known; only its size was "
                                    "checked"));
        else if (digests.entry_base64() != entry.digest)
            found.push_back(finding(entry.path, std::string("has other content: its ") + name_of(*algorithm) +
                                                    " is \"" + digests.entry_base64() + "\", but the manifest says " +
                                                    quoted(entry.digest)));
        sha256_.emplace(entry.path, digests.sha256_hex());
        if (entry.path.ends_with(".json") && digests.size <= limits::value_json_bytes) value(entry, file);
    }

    void value(const ArtifactEntry& entry, const fs::path& file) {
        const std::string text = read_file(file, limits::value_json_bytes);
        std::string scratch;
        if (json::find_string(text, "_type", scratch).empty()) return;
        try {
            collect(entry.path, json::read(text));
        } catch (const json::Error&) {
            // A user's own file that only looks like a value; its digest is right, so it is as it was added.
        }
    }

    /// The files that a value names, at any depth: its own, those of its masks and classes, of a table's cells.
    void collect(const std::string& entry, const json::value& v) {
        if (const json::array* elements = v.if_array())
            for (const json::value& element : *elements) collect(entry, element);
        const json::object* o = v.if_object();
        if (o == nullptr) return;
        for (const auto& member : *o) collect(entry, member.value());
        const auto text_of = [o](std::string_view key) {
            const json::value* found_member = o->if_contains(key);
            const json::string* text = found_member == nullptr ? nullptr : found_member->if_string();
            return text == nullptr ? std::string() : std::string(*text);
        };
        FileOfValue its{text_of("path"), text_of("sha256")};
        const bool names_a_file = !its.sha256.empty() || o->contains("digest");
        if (!its.path.empty() && names_a_file) values_.emplace_back(entry, std::move(its));
    }

    [[nodiscard]] bool has_entry(std::string_view path) const { return entries_.find(path) != entries_.end(); }

    /// A link to a folder inside, through which entries are found.
    [[nodiscard]] bool is_linked_folder(const fs::directory_entry& there, const std::string& path) const {
        std::error_code ignored;
        if (!there.is_symlink(ignored) || !there.is_directory(ignored)) return false;
        const auto below = entries_.lower_bound(path + "/");
        return below != entries_.end() && below->path.starts_with(path + "/");
    }

    const fs::path& root_;
    const Entries& entries_;
    const Links& links_;
    const Progress& progress_;
    std::uint64_t done_ = 0;
    std::uint64_t total_ = 0;
    std::map<std::string, std::string, std::less<>> sha256_;
    std::vector<std::pair<std::string, FileOfValue>> values_;
};

}  // namespace

std::vector<std::string> Artifact::verify(const Progress& progress) const {
    std::set<std::string, std::less<>> ours = state_->removed;
    for (const Change& change : state_->journal)
        if (!change.backup.empty()) ours.insert(change.backup.filename().native());
    for (const fs::path& file : state_->leftovers) ours.insert(file.filename().native());
    Check check(state_->root, state_->manifest.entries, state_->links, progress);
    check.stored_files();
    check.values();
    check.other_files(ours);
    return std::move(check.found);
}

std::vector<std::string> Artifact::unverified() const {
    std::vector<std::string> notes;
    for (const ArtifactEntry& entry : state_->manifest.entries) {
        std::string why = entry.ref.empty() ? std::string() : why_not_checked(entry, state_->links);
        if (!why.empty()) notes.push_back(finding(entry.path, why));
    }
    return notes;
}

}  // namespace wbm
