// artifact_url.hpp - the URLs that name an entry of an artifact, and the ids in them. Wire spec 1.5 and 23.10.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wbm {

/// What an artifact is known by before a server gives it an id. Empty texts: it has none yet.
struct ClientIds {
    std::string client;         ///< of this one version
    std::string sequence;       ///< of all versions
    std::uint64_t version = 0;  ///< how many finalized ones of the sequence came before
    bool is_final = false;      ///< the manifest on disk is that of a finalized artifact
    friend bool operator==(const ClientIds&, const ClientIds&) = default;
};

/// 128 random characters of a-z and 0-9, from the system. Throws MediaError (io).
[[nodiscard]] std::string draw_client_id();

/// Letters and digits, at most as many as a client id has.
[[nodiscard]] bool is_client_id(std::string_view id) noexcept;

struct ArtifactUrl {
    bool is_client = false;  ///< `id` is a client id, not a server's in hex
    bool is_latest = false;  ///< `id` is that of a sequence
    std::string id;
    std::string path;  ///< of the entry; stays inside its artifact
};

/// nullopt for a URL of another scheme. Throws MediaError (invalid) for an id that is none and for a path that leaves
/// the artifact. Nothing is percent-decoded: the path is the entry's own text.
[[nodiscard]] std::optional<ArtifactUrl> read_artifact_url(std::string_view url);

/// `wandb-artifact://<hex id>/<path>`
[[nodiscard]] std::string artifact_url(std::string_view id_hex, std::string_view path);
/// `wandb-client-artifact://<client id>/<path>`
[[nodiscard]] std::string client_artifact_url(std::string_view client_id, std::string_view path);

}  // namespace wbm
