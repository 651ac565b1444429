// wbm/artifact_links.hpp - LocalArtifacts: which directory holds the artifact that a reference names.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

namespace wbm {

/// Artifacts on this machine, by their ids. Give it to Artifact::set_links(), and references to these artifacts are
/// read where they are. Every artifact that this process has finalized, or opened with Artifact::open_logged(), is
/// found without it. Nothing but the directories that it was given is looked at. [any thread] Wire spec 1.5, 23.9
/// and 23.10.
class LocalArtifacts {
public:
    static constexpr std::size_t max_artifacts = 100'000;  ///< that one object knows
    static constexpr std::size_t max_hops = 16;            ///< references that lead to references

    LocalArtifacts();
    ~LocalArtifacts();
    LocalArtifacts(const LocalArtifacts&) = delete;
    LocalArtifacts& operator=(const LocalArtifacts&) = delete;

    /// An artifact's directory. `server_id` (base64, as the server gives it) is what wandb-artifact:// URLs name it by;
    /// its client ids are in its manifest. The newest directory of an id counts. Throws MediaError: not_found without a
    /// manifest; invalid for an artifact that has no id at all, one too many, an id that is no base64, or a broken
    /// manifest; io.
    void add(const std::filesystem::path& directory, std::string_view server_id = {});
    /// Every artifact directly below a folder that has a client id; symbolic links and directories whose manifest is
    /// broken are passed over. Returns how many. Throws MediaError: not_found; invalid for one too many; io.
    std::size_t add_folder(const std::filesystem::path& parent);

    /// The directory of the artifact that a URL names: `wandb-artifact://<hex id>/...`,
    /// `wandb-client-artifact://<client id>/...`, or `wandb-client-artifact://<sequence id>:latest/...` for the newest
    /// of a sequence. nullopt for one that is not known, or whose directory has another artifact by now. Throws
    /// MediaError (invalid) for a URL that is none of these, or whose path leaves the artifact; io.
    [[nodiscard]] std::optional<std::filesystem::path> find(std::string_view url) const;

private:
    friend struct LinkAccess;
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace wbm
