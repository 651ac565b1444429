// References: entries whose bytes are elsewhere. Nothing is fetched. Wire spec 23.10.
#include <wbm/error.hpp>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

#include "artifact_state.hpp"
#include "store_path.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view file_scheme = "file://";
constexpr std::string_view local_host = "localhost/";
constexpr const char* etag_member = "etag";
constexpr const char* version_member = "versionID";

[[noreturn]] void refuse_url(Status status, std::string_view url, std::string_view reason) {
    throw MediaError(status, "reference " + quoted(url) + ": " + std::string(reason));
}

/// What stands before the colon, when it is a URL's scheme (RFC 3986).
std::string_view scheme_of(std::string_view url) {
    const auto colon = url.find(':');
    if (colon == std::string_view::npos || colon == 0 || std::isalpha(static_cast<unsigned char>(url[0])) == 0)
        return {};
    const std::string_view scheme = url.substr(0, colon);
    const bool sound = std::all_of(scheme.begin(), scheme.end(), [](unsigned char c) {
        return c < 0x80 && (std::isalnum(c) != 0 || c == '+' || c == '-' || c == '.');
    });
    return sound ? scheme : std::string_view{};
}

bool has_names_of_its_own(std::string_view scheme) {
    constexpr std::string_view known[] = {"http", "https", "s3", "gs", "wandb-artifact", "wandb-client-artifact"};
    return std::find(std::begin(known), std::end(known), scheme) != std::end(known);
}

std::string without_quotes(std::string_view etag) {
    while (etag.starts_with('"')) etag.remove_prefix(1);
    while (etag.ends_with('"')) etag.remove_suffix(1);
    return std::string(etag);
}

/// gs:// has a generation and no ETag there; s3:// keeps both, the ETag without its quotes. Wire spec 23.10.
json::object extra_of(std::string_view url, std::string_view scheme, const Artifact::RemoteFile& remote) {
    if (!json::is_utf8(remote.etag)) refuse_url(Status::invalid, url, "its ETag is not UTF-8; leave it out");
    if (!json::is_utf8(remote.version_id)) refuse_url(Status::invalid, url, "its version is not UTF-8; leave it out");
    json::object extra;
    if (!remote.etag.empty() && scheme != "gs")
        extra[etag_member] = scheme == "s3" ? without_quotes(remote.etag) : remote.etag;
    if (remote.version_id.empty()) return extra;
    if (scheme == "gs") {
        std::uint64_t generation = 0;
        const char* const end = remote.version_id.data() + remote.version_id.size();
        const auto [stop, error] = std::from_chars(remote.version_id.data(), end, generation);
        if (error != std::errc() || stop != end)
            refuse_url(Status::invalid, url,
                       "its version " + quoted(remote.version_id) + " is no generation; give the object's number");
        extra[version_member] = generation;
    } else {
        extra[version_member] = remote.version_id;
    }
    return extra;
}

std::string percent_decoded(std::string_view text) {
    const auto digit = [](char c) {
        const auto at =
            std::string_view("0123456789abcdef").find(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
        return at == std::string_view::npos ? -1 : static_cast<int>(at);
    };
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? digit(text[i + 1]) : -1;
        const int low = high >= 0 ? digit(text[i + 2]) : -1;
        if (low >= 0) i += 2;
        decoded += low >= 0 ? static_cast<char>(high * 16 + low) : text[i];
    }
    return decoded;
}

}  // namespace

// The reference takes the text after file:// as it is, others write blanks as %20: whichever is there.
fs::path local_path_of(std::string_view url) {
    std::string_view rest = url.substr(file_scheme.size());
    if (rest.starts_with(local_host)) rest.remove_prefix(local_host.size() - 1);
    for (const fs::path& path : {fs::path(rest), fs::path(percent_decoded(rest))}) {
        std::error_code error;
        if (path.native().find('\0') == std::string::npos && fs::exists(path, error)) return path;
    }
    refuse_url(Status::not_found, url, "there is no such file or directory; give one that exists");
}

std::vector<ArtifactEntry> Artifact::add_reference(std::string_view url, std::string_view name,
                                                   const RemoteFile& remote) {
    state_->check_writable();
    const std::string_view scheme = scheme_of(url);
    if (scheme.empty()) refuse_url(Status::invalid, url, "it has no scheme; for a local file write file:///its/path");
    if (!json::is_utf8(url)) refuse_url(Status::invalid, url, "it is not UTF-8; give it percent-encoded");
    const bool is_local = url.starts_with(file_scheme);
    if ((is_local || is_artifact_url(url)) && (!remote.etag.empty() || remote.size || !remote.version_id.empty()))
        refuse_url(
            Status::invalid, url,
            is_local ? "a local file is read, so it takes no ETag and no size or version; leave them out"
                     : "an artifact's entry has a digest, so it takes no ETag and no size or version; leave them out");
    if (is_local) {
        Transaction transaction(*this);
        std::vector<ArtifactEntry> entries = state_->add_file_references(url, name);
        transaction.keep();
        return entries;
    }
    if (name.empty() && has_names_of_its_own(scheme)) name = base_name_of_url(url);
    if (name.empty()) refuse_url(Status::invalid, url, "no entry name follows from it; give a name");
    if (is_artifact_url(url)) return {state_->put_reference(state_->artifact_reference(url, name))};
    ArtifactEntry entry;
    entry.path = store_path(name, PathUse::reference);
    entry.digest = remote.etag.empty() ? std::string(url) : without_quotes(remote.etag);
    entry.ref = url;
    entry.size = remote.size;
    entry.extra = extra_of(url, scheme, remote);
    return {state_->put_reference(std::move(entry))};
}

std::vector<ArtifactEntry> Artifact::State::add_file_references(std::string_view url, std::string_view name) {
    while (url.size() > file_scheme.size() + 1 && url.back() == '/') url.remove_suffix(1);
    const fs::path path = local_path_of(url);
    const auto add_one = [&](const fs::path& file, const std::string& entry_path, std::string ref) {
        const Digests digests = hash_file(file, Hashes::md5, progress);
        ArtifactEntry entry;
        entry.path = store_path(entry_path, PathUse::reference);
        entry.digest = digests.entry_base64();
        entry.ref = std::move(ref);
        entry.size = digests.size;
        return put_reference(std::move(entry));
    };
    if (!fs::is_directory(path)) {
        if (name.empty()) name = base_name_of_url(path.native());
        return {add_one(path, std::string(name), std::string(url))};
    }
    std::vector<ArtifactEntry> entries;
    for (const std::string& relative : list_files(path))
        entries.push_back(add_one(path / relative, name.empty() ? relative : std::string(name) + "/" + relative,
                                  std::string(url) + "/" + relative));
    return entries;
}

ArtifactEntry Artifact::State::artifact_reference(std::string_view url, std::string_view name) const {
    const auto refuse_unknown = [&](std::string_view which) {
        refuse_url(Status::not_found, url,
                   "the artifact of " + quoted(which) +
                       " is not known here, so its digest is not; add its directory to "
                       "a LocalArtifacts and give that to set_links()");
    };
    std::optional<LinkTarget> target = links.entry_at(url);
    if (!target) refuse_unknown(url);
    std::string path = store_path(name, PathUse::reference);
    // The reference follows the one scheme and takes the other as it is.
    if (url.starts_with("wandb-client-")) return reference_to(*target, std::move(path), std::string(url), algorithm());
    ArtifactEntry first;
    first.path = path;
    first.ref = url;
    first.digest = url;
    Followed followed = links.follow(first);
    if (!followed.target) refuse_unknown(followed.unknown_url);
    std::string last = followed.target->url;
    return reference_to(*followed.target, std::move(path), std::move(last), algorithm());
}

const ArtifactEntry* Artifact::State::reference_of(const fs::path& from, const std::string& url) {
    if (from == root) {
        const auto own = std::find_if(manifest.entries.begin(), manifest.entries.end(),
                                      [&](const ArtifactEntry& entry) { return entry.ref == url; });
        return own == manifest.entries.end() ? nullptr : &*own;
    }
    auto known = references_elsewhere.find(from);
    if (known == references_elsewhere.end()) {
        References all;
        try {
            for (const ArtifactEntry& entry : load_manifest(from).entries)
                if (!entry.ref.empty()) all.emplace(entry.ref, entry);
        } catch (const MediaError&) {
            // An artifact that was never saved, or is gone: its references are then as new ones.
        }
        known = references_elsewhere.emplace(from, std::move(all)).first;
    }
    const auto found = known->second.find(url);
    return found == known->second.end() ? nullptr : &found->second;
}

const ArtifactEntry& Artifact::State::put_reference(ArtifactEntry entry) {
    const ArtifactEntry* there = find(entry.path);
    if (there != nullptr && there->digest != entry.digest)
        refuse_entry(Status::invalid, entry.path,
                     "is there already with other content; choose another name or remove it");
    return put(std::move(entry), nullptr);
}

}  // namespace wbm
