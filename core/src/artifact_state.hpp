// artifact_state.hpp - what an Artifact holds, and the one way in which its entries and files change.
#pragma once

#include <wbm/artifact.hpp>
#include <wbm/artifact_links.hpp>

#include <sys/stat.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "artifact_manifest.hpp"
#include "artifact_process.hpp"
#include "artifact_resolve.hpp"
#include "background_files.hpp"
#include "file_io.hpp"
#include "store_path.hpp"

namespace wbm {

/// A user's file that was added, as it was then. Wire spec 3.5 rule 1.
struct KnownFile {
    std::string entry;  ///< the path it is stored under
    std::string digest;
    std::string sha256;  ///< hex
    struct stat info {};
    /// False when the file was so young when it was read that a later write may have left its times as they are.
    bool times_tell = false;
};

/// One change of the entries, with what undoes it.
struct Change {
    std::string path;
    Entries::node_type before;  ///< the entry that was at `path`; a node, so that putting it back cannot fail
    bool wrote_file = false;
    std::filesystem::path backup;  ///< the file that was at `path`, under a hidden name; may be empty
    std::vector<std::filesystem::path> made_folders;
};

class ArtifactView;

/// The value that a name asks for: its entry, and the type that its suffix names (empty: an unknown type).
struct FoundValue {
    const ArtifactEntry* entry = nullptr;
    std::string type;
};

struct Artifact::State {
    enum class Access { writable, finalized, read_only };

    std::filesystem::path root;
    Manifest manifest;
    Access access = Access::writable;
    std::string id_hex;
    DirectoryLock lock;
    Progress progress;
    Copying copying = Copying::copy;
    Linking linking = Linking::link;
    Links links;
    /// What values remember this artifact by.
    std::shared_ptr<ValueOwner> owner;
    bool is_draft = false;  ///< the process knows that this writes to `root`

    /// Changes since the last save(), oldest first; `forgotten` counts those before.
    std::vector<Change> journal;
    std::size_t forgotten = 0;
    /// Files of entries that were removed. They go at save(): the manifest on disk still names them until then.
    std::set<std::string, std::less<>> removed;
    /// Backups that could not be removed yet.
    std::vector<std::filesystem::path> leftovers;

    std::map<std::string, KnownFile, std::less<>> known_files;  ///< by path as given
    struct EntryHash {
        std::string digest;  ///< of the entry when its file was hashed
        std::string sha256;
    };
    std::map<std::string, EntryHash, std::less<>> entry_hashes;  ///< by entry, for values of this artifact
    struct AddedValue {
        std::weak_ptr<WBValue> value;  ///< another value may come to live at the address
        std::string entry;
        std::string digest;
    };
    std::unordered_map<const WBValue*, AddedValue> added_values;
    using References = std::map<std::string, ArtifactEntry, std::less<>>;  ///< by URL
    std::map<std::filesystem::path, References> references_elsewhere;      ///< by artifact
    struct LinkedView {
        std::shared_ptr<const Manifest> manifest;  ///< that `view` is of
        std::shared_ptr<const ArtifactView> view;
    };
    std::map<std::pair<std::filesystem::path, std::string>, LinkedView> linked_views;  ///< by root and server id

    /// While a value is added: its small files, once they are many, are written by another thread. settle() ends that
    /// for whoever looks at files.
    struct Adding {
        int depth = 0;  ///< values in values
        std::size_t small_files = 0;
        std::unique_ptr<BackgroundFiles> background;
        std::set<std::string, std::less<>> folders;  ///< that exist, without links that lead out
    } adding;

    /// Lets small files be written later until the value is added; nested ones share it.
    class AddingScope {
    public:
        explicit AddingScope(State& state) noexcept : state_(state) { ++state_.adding.depth; }
        ~AddingScope() {
            if (--state_.adding.depth == 0) state_.adding = {};
        }
        AddingScope(const AddingScope&) = delete;
        AddingScope& operator=(const AddingScope&) = delete;
        /// Every file is there, if this is the outermost one. Throws as settle().
        void finish() {
            if (state_.adding.depth == 1) state_.settle();
        }

    private:
        State& state_;
    };

    explicit State(std::filesystem::path directory);
    ~State();
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    [[nodiscard]] DigestAlgorithm algorithm() const noexcept { return manifest.info.digest_algorithm; }
    [[nodiscard]] const ArtifactEntry* find(std::string_view path) const;
    /// The entry, if it has this digest.
    [[nodiscard]] const ArtifactEntry* find(std::string_view path, std::string_view digest) const;
    void check_writable() const;

    /// Sets an entry. With `content`, publishes that file at the entry's path. Throws MediaError, then nothing changed.
    const ArtifactEntry& put(ArtifactEntry entry, TempFile* content);
    /// put(), unless the entry is there: then it must have the same digest and stays as it is.
    const ArtifactEntry& put_new(ArtifactEntry entry, TempFile* content);
    /// put() of a new entry whose file is written later; null when it has to be written now.
    const ArtifactEntry* put_later(ArtifactEntry& entry, std::string_view bytes);
    /// Waits for files that are written later. Throws MediaError (io) for the first that could not be.
    void settle();
    /// Takes entries out. Never fails half way.
    void erase(const std::vector<std::string>& paths);

    void undo(std::size_t mark) noexcept;
    void save(ClientIds ids);
    /// From now on the directory is written to.
    void begin_draft();
    void end_draft() noexcept;
    /// As Artifact::save() writes them: a finalized artifact that was opened again and changed is the next version.
    [[nodiscard]] ClientIds ids_to_save() const;
    /// ids_to_save() with new ones for those that are missing.
    [[nodiscard]] ClientIds complete_ids() const;

    /// The ways in which Artifact::add() keeps a value at `path`; they return an entry that is there already.
    ArtifactEntry add_value(const ValuePtr& value, std::string path, bool overwrite, Artifact& self);
    ArtifactEntry add_reference_to(const WBValue& value, std::string path, bool overwrite);
    ArtifactEntry add_link(const LinkTarget& target, std::string path, bool overwrite);
    ArtifactEntry add_json(std::string_view text, std::string path, bool overwrite);
    /// The entry of a finalized artifact that the value is, to be referred to by its client id.
    [[nodiscard]] std::optional<LinkTarget> link_of(const ValuePtr& value) const;
    /// The artifact that a value's file lies in.
    struct FileSource {
        std::filesystem::path root;
        std::string id_hex;
        std::string path;       ///< in it; empty for a user's own file
        bool may_link = false;  ///< it is logged, and no copies are wanted
    };
    [[nodiscard]] FileSource source_of(const std::filesystem::path& file, const Origin* origin) const;
    /// The file's URL in that artifact; empty when it has none that holds.
    [[nodiscard]] std::string link_of_file(const FileSource& source, const Digests& digests) const;
    /// The reading half of get(): a value's JSON in the artifact that a reference leads to.
    [[nodiscard]] ValuePtr read_linked(const LinkTarget& target, Registry& registry, Origin& source);
    /// Remembers which entry a value was read from.
    void remember_source(const ValuePtr& value, const Manifest& from, const Origin& source, const ArtifactEntry& entry);
    /// The entry of the artifact at `root` that refers to this URL, or null. Its manifest is read once.
    [[nodiscard]] const ArtifactEntry* reference_of(const std::filesystem::path& root, const std::string& url);
    /// Sets a reference; an entry of other content is not replaced.
    const ArtifactEntry& put_reference(ArtifactEntry entry);
    std::vector<ArtifactEntry> add_file_references(std::string_view url, std::string_view name);
    ArtifactEntry artifact_reference(std::string_view url, std::string_view name) const;

    /// A user's file that was added before and has not changed since; its entry is still there.
    [[nodiscard]] const KnownFile* known(const std::filesystem::path& file);
    /// The SHA-256 (hex) of an entry's file, hashed once.
    [[nodiscard]] const std::string& sha256_of(const ArtifactEntry& entry, const std::filesystem::path& file);
    void remember(const std::filesystem::path& file, const ArtifactEntry& entry, const Digests& digests);

private:
    void check_new(const ArtifactEntry& entry, PathUse use) const;
    [[nodiscard]] bool may_be_later(const ArtifactEntry& entry);
    void make_folder_of(Change& change);
    void settle_one(BackgroundFiles::Failed& failed, std::exception_ptr& first);
    void make_room_in_journal(std::size_t more);
    void publish(Change& change, TempFile& content);
    void undo_one(Change& change) noexcept;
    void drop_backups();
    void drop_removed_files();
};

/// The manifest of the artifact in a directory. Throws MediaError: not_found; io; as read_manifest().
[[nodiscard]] Manifest load_manifest(const std::filesystem::path& root);

/// An error text about a path of an artifact.
[[noreturn]] void refuse_entry(Status status, std::string_view path, std::string_view reason);

/// The entry of a stored file.
[[nodiscard]] ArtifactEntry content_entry(std::string path, const Digests& digests);

/// `media/t/x.tar.gz` to `media/t/<digest as hex, 20 digits>.tar.gz`. Wire spec 3.5 rule 5.
[[nodiscard]] std::string named_by_content(std::string_view path, const Digests& digests);

/// The value that `name` asks for among the entries of the artifact at `root`. Wire spec 23.9.
[[nodiscard]] FoundValue find_value(const std::filesystem::path& root, const Entries& entries, std::string_view name,
                                    const Registry* registry, const Links& links);

/// The file or directory that a file:// URL names. Throws MediaError (not_found).
[[nodiscard]] std::filesystem::path local_path_of(std::string_view url);

/// What follows the last slash of a URL, with its query.
[[nodiscard]] std::string_view base_name_of_url(std::string_view url) noexcept;

/// The files below a directory, symbolic links followed, relative and sorted. Throws MediaError: invalid for a
/// directory that a link makes hold itself, and for more files than an artifact may have; not_found; io.
[[nodiscard]] std::vector<std::string> list_files(const std::filesystem::path& directory);

}  // namespace wbm
