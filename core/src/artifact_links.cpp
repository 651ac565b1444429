#include <wbm/artifact_links.hpp>

#include <wbm/error.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "artifact_cache.hpp"
#include "artifact_resolve.hpp"
#include "artifact_state.hpp"
#include "hash.hpp"
#include "store_path.hpp"

namespace wbm {
namespace fs = std::filesystem;

struct LocalArtifacts::State {
    struct Known {
        ClientIds ids;
        std::string id_hex;
        std::uint64_t order = 0;  ///< of those equal otherwise the newest counts
    };
    using Roots = std::map<std::string, std::vector<fs::path>, std::less<>>;

    mutable std::mutex mutex;
    std::map<fs::path, Known> known;
    Roots by_server, by_client, by_sequence;
    std::uint64_t next_order = 0;

    static void insert(Roots& roots, const std::string& id, const fs::path& root) {
        if (!id.empty()) roots[id].push_back(root);
    }
    static void take_out(Roots& roots, const std::string& id, const fs::path& root) {
        const auto at = roots.find(id);
        if (at == roots.end()) return;
        std::erase(at->second, root);
        if (at->second.empty()) roots.erase(at);
    }

    void forget(const fs::path& root) {
        const auto at = known.find(root);
        if (at == known.end()) return;
        take_out(by_server, at->second.id_hex, root);
        take_out(by_client, at->second.ids.client, root);
        take_out(by_sequence, at->second.ids.sequence, root);
        known.erase(at);
    }

    /// A server id that was given before stays when none is given now.
    void add(const fs::path& root, const ClientIds& ids, std::string id_hex) {
        const auto before = known.find(root);
        if (id_hex.empty() && before != known.end()) id_hex = before->second.id_hex;
        forget(root);
        insert(by_server, id_hex, root);
        insert(by_client, ids.client, root);
        insert(by_sequence, ids.sequence, root);
        known.emplace(root, Known{ids, std::move(id_hex), next_order++});
    }

    void make_room() {
        if (known.size() < max_artifacts) return;
        const auto oldest = std::min_element(
            known.begin(), known.end(), [](const auto& a, const auto& b) { return a.second.order < b.second.order; });
        forget(fs::path(oldest->first));
    }

    /// Those that may be meant, the best last.
    [[nodiscard]] std::vector<std::pair<fs::path, Known>> candidates(const ArtifactUrl& url) const {
        const std::lock_guard lock(mutex);
        const Roots& roots = !url.is_client ? by_server : url.is_latest ? by_sequence : by_client;
        std::vector<std::pair<fs::path, Known>> all;
        const auto found = roots.find(url.id);
        if (found == roots.end()) return all;
        for (const fs::path& root : found->second) all.emplace_back(root, known.at(root));
        std::sort(all.begin(), all.end(), [&](const auto& a, const auto& b) {
            const auto rank = [&](const Known& one) {
                return std::pair(url.is_latest ? one.ids.version : 0, one.order);
            };
            return rank(a.second) < rank(b.second);
        });
        return all;
    }
};

namespace {

fs::path directory_of(const fs::path& given, std::string_view what) {
    std::error_code error;
    fs::path real = fs::canonical(given, error);
    if (error || !fs::is_directory(real, error))
        throw MediaError(Status::not_found,
                         std::string(what) + " " + quoted(given) + ": there is no such directory; give one");
    return real;
}

/// Is what lies in the directory still what the URL means?
bool is_it(const ArtifactUrl& url, const ClientIds& now) {
    if (!url.is_client) return true;
    return url.is_latest ? now.sequence == url.id : now.client == url.id;
}

}  // namespace

std::optional<LocatedArtifact> LinkAccess::locate(const LocalArtifacts& artifacts, const ArtifactUrl& url) {
    auto candidates = artifacts.state_->candidates(url);
    for (auto one = candidates.rbegin(); one != candidates.rend(); ++one) {
        std::shared_ptr<const Manifest> manifest = current_manifest(one->first);
        if (manifest != nullptr && is_it(url, manifest->ids))
            return LocatedArtifact{one->first, url.is_client ? one->second.id_hex : url.id, std::move(manifest)};
    }
    return std::nullopt;
}

void LinkAccess::remember(LocalArtifacts& artifacts, const fs::path& root, const ClientIds& ids,
                          std::string_view id_hex) {
    const std::lock_guard lock(artifacts.state_->mutex);
    artifacts.state_->make_room();
    artifacts.state_->add(root, ids, std::string(id_hex));
}

LocalArtifacts::LocalArtifacts() : state_(std::make_unique<State>()) {}
LocalArtifacts::~LocalArtifacts() = default;

void LocalArtifacts::add(const fs::path& directory, std::string_view server_id) {
    std::string id_hex = id_to_hex(server_id);
    const fs::path root = directory_of(directory, "artifact");
    const ClientIds ids = load_manifest(root).ids;
    if (id_hex.empty() && ids.client.empty())
        throw MediaError(Status::invalid, "artifact " + quoted(directory) +
                                              ": it has no client id, so that nothing can refer to it; finalize it, or "
                                              "give the id that the server has for it");
    const std::lock_guard lock(state_->mutex);
    if (state_->known.size() >= max_artifacts && !state_->known.contains(root))
        throw MediaError(Status::invalid, "artifact " + quoted(directory) + ": it is one more than the " +
                                              std::to_string(max_artifacts) + " that can be known; add fewer");
    state_->add(root, ids, std::move(id_hex));
}

std::size_t LocalArtifacts::add_folder(const fs::path& parent) {
    const fs::path folder = directory_of(parent, "folder");
    std::vector<fs::path> found;
    std::error_code error(ask_io_hook(IoCall::list, folder.c_str()), std::generic_category());
    fs::directory_iterator at;
    if (!error) at = fs::directory_iterator(folder, error);
    for (; !error && at != fs::directory_iterator(); at.increment(error)) {
        std::error_code ignored;
        if (at->symlink_status(ignored).type() != fs::file_type::directory) continue;
        const std::shared_ptr<const Manifest> manifest = current_manifest(at->path());
        if (manifest == nullptr || manifest->ids.client.empty()) continue;
        if (found.size() >= max_artifacts)
            throw MediaError(Status::invalid, "folder " + quoted(parent) + ": it has more than the " +
                                                  std::to_string(max_artifacts) +
                                                  " artifacts that can be known; add some of them one by one");
        found.push_back(at->path());
    }
    if (error) throw_io_error("list", folder, error.value());
    std::sort(found.begin(), found.end());
    for (const fs::path& root : found) add(root);
    return found.size();
}

std::optional<fs::path> LocalArtifacts::find(std::string_view url) const {
    const std::optional<ArtifactUrl> parts = read_artifact_url(url);
    if (!parts)
        throw MediaError(Status::invalid, "reference " + quoted(url) +
                                              ": it is no artifact's; give a wandb-artifact:// or "
                                              "wandb-client-artifact:// URL");
    std::optional<LocatedArtifact> found = LinkAccess::locate(*this, *parts);
    if (!found) return std::nullopt;
    return std::move(found->root);
}

}  // namespace wbm
