// artifact_process.hpp - what this process knows of its artifacts: which are finalized or logged, and which of their
// entries is which value. Wire spec 1.5.
#pragma once

#include <wbm/artifact_links.hpp>
#include <wbm/value.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "artifact_url.hpp"

namespace wbm {

/// One Artifact object that values are added to, for as long as a value remembers it.
struct ValueOwner {
    enum class State { draft, finalized, gone };
    std::filesystem::path root;
    std::string client_id;  ///< once it is finalized
    State state = State::draft;
};

/// The entry of a value: the "artifact target" and, for one that was read, the "artifact source" of the wire spec.
struct ValuePlace {
    std::shared_ptr<ValueOwner> owner;
    std::string entry;
    std::string digest;
};

/// [any thread]
class ProcessArtifacts {
public:
    static ProcessArtifacts& get();

    /// What is found without set_links().
    [[nodiscard]] const std::shared_ptr<LocalArtifacts>& known() const noexcept { return known_; }

    /// A directory is written to from now on, until the same number of close_draft() or one finalized().
    void open_draft(const std::filesystem::path& root);
    void close_draft(const std::filesystem::path& root) noexcept;
    /// What is read from this directory from now on may be referred to. Not while it is written to.
    void opened_logged(const std::filesystem::path& root, const ClientIds& ids, std::string_view id_hex);
    void finalized(ValueOwner& owner, const ClientIds& ids);
    [[nodiscard]] bool is_logged(const std::filesystem::path& root) const;

    /// A reference led to this artifact.
    void resolved(const std::filesystem::path& root, std::string_view id_hex);
    /// The artifact that a file which a reference led to is in: its root and its server id, which may be empty.
    [[nodiscard]] std::optional<std::pair<std::filesystem::path, std::string>> owner_of(
        const std::filesystem::path& file) const;

    /// What the references of the artifact in a directory are looked up in, for values read from it.
    void set_links(const std::filesystem::path& root, const std::shared_ptr<const LocalArtifacts>& links);
    [[nodiscard]] std::shared_ptr<const LocalArtifacts> links_of(const std::filesystem::path& root) const;

    /// The first artifact counts that a value was added to; it is forgotten when it goes without being finalized.
    void added(const ValuePtr& value, ValuePlace place);
    /// The value's entry, if its artifact is finalized.
    [[nodiscard]] std::optional<ValuePlace> place_of(const ValuePtr& value) const;
    void owner_is_gone(ValueOwner& owner) noexcept;

private:
    ProcessArtifacts() : known_(std::make_shared<LocalArtifacts>()) {}

    struct Use {
        int drafts = 0;  ///< Artifact objects that write to it
        bool is_logged = false;
        bool is_resolved = false;
        std::string id_hex;
        std::weak_ptr<const LocalArtifacts> links;
    };
    struct Added {
        std::weak_ptr<WBValue> value;  ///< another value may come to live at the address
        ValuePlace place;
    };
    Use& use_of(const std::filesystem::path& root);
    void forget_dead_values();

    std::shared_ptr<LocalArtifacts> known_;
    mutable std::mutex mutex_;
    std::map<std::filesystem::path, Use> uses_;
    std::unordered_map<const WBValue*, Added> values_;
    std::size_t next_sweep_ = 1024;
};

}  // namespace wbm
