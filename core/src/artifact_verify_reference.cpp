// What a reference leads to, compared with what its entry says. Wire spec 23.10.
#include <wbm/error.hpp>

#include <algorithm>
#include <utility>

#include "artifact_state.hpp"
#include "artifact_verify.hpp"
#include "store_path.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view file_scheme = "file://";

std::string md5_of(std::string_view text) { return hash_bytes(text, Hashes::md5).entry_base64(); }

/// The reference's checksum=False: a digest of the URL's text, of the file's size, or the URL itself, by version.
bool is_without_checksum(const ArtifactEntry& entry, const fs::path& file) {
    if (entry.digest == entry.ref || entry.digest == md5_of(entry.ref)) return true;
    std::error_code error;
    const fs::path real = fs::canonical(file, error);
    if (!error && entry.digest == md5_of(std::string(file_scheme) + real.native())) return true;
    const std::uintmax_t size = fs::file_size(file, error);
    return !error && entry.digest == md5_of(std::to_string(size));
}

/// The file that a file:// entry names; empty when there is none of that kind.
fs::path referenced_file(const ArtifactEntry& entry) {
    try {
        fs::path file = local_path_of(entry.ref);
        std::error_code error;
        if (fs::is_regular_file(file, error)) return file;  // a pipe or a device would never end
    } catch (const MediaError& error) {
        if (error.status() == Status::io) throw;
    }
    return {};
}

std::string fault_of_file(const ArtifactEntry& entry) {
    const std::string what = "is a reference to " + quoted(entry.ref);
    const fs::path file = referenced_file(entry);
    if (file.empty()) return what + ", which is not there, or no file";
    if (is_without_checksum(entry, file)) return {};
    const std::optional<DigestAlgorithm> algorithm = algorithm_of(entry);
    if (!algorithm) return {};
    const Digests digests = hash_file(file, entry_hash(*algorithm));
    if (entry.size && *entry.size != digests.size)
        return what + ", which has " + std::to_string(digests.size) + " bytes, but the manifest says " +
               std::to_string(*entry.size);
    // The digest of the other content is nobody's business: the manifest may name any file of this machine.
    return digests.entry_base64() == entry.digest ? std::string()
                                                  : what + ", which has other content than the manifest says";
}

ReferenceCheck check_artifact_entry(const ArtifactEntry& entry, const LinkTarget& target, const fs::path& file) {
    const std::string what =
        "is a reference to " + quoted(entry.ref) + ", whose file in " + quoted(target.artifact.root);
    const std::optional<DigestAlgorithm> algorithm = algorithm_of(*target.entry);
    const Digests digests = hash_file(file, algorithm ? sha256_and(*algorithm) : Hashes::sha256);
    ReferenceCheck check{{}, digests.sha256_hex()};
    const bool is_stored = target.entry->ref.empty();
    if (is_stored && target.entry->size && *target.entry->size != digests.size)
        check.fault = what + " has " + std::to_string(digests.size) + " bytes, but that artifact's manifest says " +
                      std::to_string(*target.entry->size);
    else if (is_stored && algorithm && target.entry->digest != digests.entry_base64())
        check.fault = what + " has other content than that artifact's manifest says";
    return check;
}

std::string without_subject(const MediaError& error, const ArtifactEntry& entry) {
    const std::string text = error.what(), subject = "artifact entry " + quoted(entry.path) + " ";
    return text.starts_with(subject) ? text.substr(subject.size()) : "cannot be checked: " + text;
}

}  // namespace

ReferenceCheck check_reference(const ArtifactEntry& entry, const Links& links) {
    try {
        if (entry.ref.starts_with(file_scheme)) return {fault_of_file(entry), {}};
        if (!is_artifact_url(entry.ref)) return {};
        const Followed followed = links.follow(entry);
        if (!followed.target) return {};
        const LinkTarget& target = *followed.target;
        const fs::path place = place_of_entry(target.artifact.root, *target.entry, links);
        return place.is_absolute() ? check_artifact_entry(entry, target, place) : ReferenceCheck{};
    } catch (const MediaError& error) {
        return {without_subject(error, entry), {}};
    }
}

std::string why_not_checked(const ArtifactEntry& entry, const Links& links) {
    const std::string what = "is a reference to " + quoted(entry.ref);
    try {
        if (entry.ref.starts_with(file_scheme)) {
            const fs::path file = referenced_file(entry);
            if (file.empty()) return {};
            if (is_without_checksum(entry, file)) return what + ", which was added without a checksum; add it with one";
            return algorithm_of(entry) ? std::string() : what + ", whose digest is of an algorithm that is not known";
        }
        if (!is_artifact_url(entry.ref)) return what + ", which is not on this machine and was not asked for";
        const Followed followed = links.follow(entry);
        if (!followed.target) return what + ", an artifact that is not known here; give its directory to set_links()";
        const std::string& last = followed.target->entry->ref;
        if (last.empty() || is_artifact_url(last)) return {};
        return what + ", which leads to " + quoted(last) + ", which was not asked for";
    } catch (const MediaError&) {
        return {};  // a fault, which check_reference() names
    }
}

}  // namespace wbm
