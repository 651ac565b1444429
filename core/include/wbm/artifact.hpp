// wbm/artifact.hpp - Artifact: a directory of files and values with a manifest that W&B reads.
#pragma once

#include <wbm/store.hpp>
#include <wbm/value.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wbm {

class LocalArtifacts;
class Registry;

/// How an artifact's files are told apart. W&B's own is MD5. XXH128 is many times faster, so that adding large files
/// costs little more than reading them; wandb knows it since 0.29, older ones cannot verify such an artifact.
enum class DigestAlgorithm { md5, xxh128 };

/// How a value of a logged artifact comes into another one. Logged is what has a server id, what this process has
/// finalized, and what Artifact::open_logged() opened.
enum class Linking {
    link,  ///< as references to the artifact that has the bytes, which W&B follows. Wire spec 23.8 and 23.12
    copy   ///< as copies: the directory then stands alone
};

/// One line of an artifact's manifest. Wire spec 23.2.
struct ArtifactEntry {
    std::string path;                   ///< relative to the artifact, with '/'
    std::string digest;                 ///< base64 of the bytes' MD5 or XXH128; for a reference its ETag or URL
    std::string ref;                    ///< reference URL; empty for a stored file
    std::optional<std::uint64_t> size;  ///< bytes
    std::string birth_artifact_id;      ///< server id of the artifact that first held the bytes; may be empty
    json::object extra;                 ///< etag, versionID, alg ("XXH128"), ...
};

/// A directory that holds each entry at its path and `wandb_manifest.json` beside them. Adding writes files at once and
/// the manifest at save(); until then a reader sees the artifact as it was last saved, save that the file of an
/// overwritten entry is the new one at once (destroyed without save(), the artifact puts the old one back). Files of
/// removed entries go at save(). One process writes an artifact at a time. [one thread at a time] Wire spec section 23.
class Artifact final : public Store {
public:
    struct Info {
        std::string name = {};  ///< letters, digits, `_`, `-`, `.`; at most 128. Empty: the artifact has no name yet
        std::string type = {};  ///< e.g. "dataset"; the reserved ones of wire spec 23.1 are refused
        std::string description = {};
        json::object metadata = {};  ///< at most 100 keys; NaN becomes null, infinities are refused
        DigestAlgorithm digest_algorithm = DigestAlgorithm::md5;
    };
    /// What a server said of the bytes behind a URL, for who has asked it. A file:// URL takes none (invalid).
    struct RemoteFile {
        std::string etag = {};                   ///< as in the header, with or without quotes; empty: not known
        std::optional<std::uint64_t> size = {};  ///< bytes
        /// The version that s3:// keeps the object under, or its generation, a number, for gs://.
        std::string version_id = {};
    };
    struct AddFile {
        bool is_temporary = false;  ///< rename to the content's hash: `media/t/x.tar.gz` -> `media/t/<md5hex20>.tar.gz`
        bool overwrite = false;     ///< replace an entry of that name that has other content
    };

    /// A new artifact in a directory that is new or empty. Throws MediaError: invalid for the rules of Info or a
    /// directory that is not empty; io.
    [[nodiscard]] static Artifact create(const std::filesystem::path& directory, Info info);
    [[nodiscard]] static Artifact create(const std::filesystem::path& directory) { return create(directory, Info{}); }
    /// Opens to read and add. Waits a short while for another process that writes to it. Throws MediaError: not_found
    /// without a manifest; invalid for one that breaks the rules of wire spec 23.6 or names a path outside.
    [[nodiscard]] static Artifact open(const std::filesystem::path& directory);
    /// Opens to read only, as a logged artifact: values read from it are added to others as references (wire spec
    /// 23.12). They name it by `server_id` (base64, as the server gives it), or else by its client id; of an artifact
    /// that has neither, because it was never finalized, they are copies.
    [[nodiscard]] static Artifact open_logged(const std::filesystem::path& directory, std::string_view server_id = {});

    ~Artifact() override;
    Artifact(Artifact&&) noexcept;
    Artifact& operator=(Artifact&&) noexcept;

    [[nodiscard]] const Info& info() const noexcept;
    [[nodiscard]] const std::filesystem::path& directory() const noexcept { return root(); }

    // ---- adding: each returns the entry; each throws MediaError and then leaves directory and manifest as they were

    /// Adds a value and its files under `<name>.<type>.json`. The same value again gives its first entry, whatever the
    /// name; another value under a name that exists gives the existing entry unchanged, unless `overwrite`. Wire
    /// spec 23.8.
    ArtifactEntry add(const ValuePtr& value, std::string_view name, bool overwrite = false);
    /// Adds a file; an empty name means the file's own.
    ArtifactEntry add_file(const std::filesystem::path& file, std::string_view name, AddFile options);
    ArtifactEntry add_file(const std::filesystem::path& file, std::string_view name = {}) {
        return add_file(file, name, AddFile{});
    }
    /// Adds every file below a directory, symbolic links followed, under `<name>/...`.
    std::vector<ArtifactEntry> add_dir(const std::filesystem::path& directory, std::string_view name = {});
    /// Adds a reference. file:// is checksummed, a directory becomes one entry a file. wandb-artifact:// and
    /// wandb-client-artifact:// get the digest of the entry that they name, which must be known here: see set_links();
    /// the first is followed to the last artifact that has it. They and file:// take no `remote` (invalid). Other
    /// schemes are kept as they are: nothing is fetched. Their digest is the ETag if `remote` has one, as the
    /// reference's checksum=True; without it the URL, as its checksum=False. Wire spec 23.10.
    std::vector<ArtifactEntry> add_reference(std::string_view url, std::string_view name, const RemoteFile& remote);
    std::vector<ArtifactEntry> add_reference(std::string_view url, std::string_view name = {}) {
        return add_reference(url, name, RemoteFile{});
    }
    /// Adds a file with this content; a name that exists is refused.
    ArtifactEntry new_file(std::string_view name, std::string_view content);
    /// Removes an entry, or all below a directory prefix. not_found when there is none.
    void remove(std::string_view name);

    /// Writes the manifest.
    void save();
    /// save(), and every later change is refused. From now on values that were added to this artifact go into others
    /// as references, unless they ask for copies: set_linking().
    void finalize();

    /// The name of this version before a server gives it one: 128 random characters that the manifest keeps from
    /// finalize() on, or from the first save() after this was called. An artifact that is opened again and changed
    /// gets a new one. Empty for one that is open to read only and never had one. Throws MediaError: io.
    [[nodiscard]] std::string client_id();
    /// The same for all versions of it.
    [[nodiscard]] std::string sequence_client_id();

    // ---- reading

    /// The value of an entry: `cat` finds `cat.image-file.json`. Null when there is no such value. The type comes from
    /// the name's suffix, not from `_type`; one that no plugin knows is kept as it is. Wire spec 23.9.
    [[nodiscard]] ValuePtr get(std::string_view name, Registry& registry) const;
    /// The entry with exactly this path, or of the value that get() would find. not_found when there is none.
    [[nodiscard]] const ArtifactEntry& get_entry(std::string_view name, const Registry* registry = nullptr) const;
    /// Every entry, by path.
    [[nodiscard]] std::vector<ArtifactEntry> entries() const;

    /// Hex MD5 over the sorted entries. Wire spec 23.4.
    [[nodiscard]] std::string digest() const;
    /// Sum of the entries' sizes.
    [[nodiscard]] std::uint64_t size() const;
    /// The manifest's text as save() writes it.
    [[nodiscard]] std::string manifest() const;

    /// What is wrong with the directory, one sentence each: a file that is missing, changed, or in no entry; a value
    /// whose `sha256` is not its file's; a reference to a file, or to an artifact that is known here, which leads
    /// nowhere or to other content. Empty when all is well.
    [[nodiscard]] std::vector<std::string> verify(const Progress& progress = {}) const;
    /// What verify() could not look at, one sentence each, and what would help: references to artifacts that are not
    /// known here, to files that were added without a checksum, and to other places. No fault of the artifact.
    [[nodiscard]] std::vector<std::string> unverified() const;

    /// Called while long files are added.
    void set_progress(Progress progress);
    /// How a user's file that is added later is stored. Copying::hard_link is only for files that nobody changes.
    void set_copying(Copying copying);
    /// How values of other artifacts that are added later come in.
    void set_linking(Linking linking);
    /// Where the artifacts are that references of this one lead to; null for those alone that this process knows.
    void set_links(std::shared_ptr<const LocalArtifacts> links);

    // ---- Store
    [[nodiscard]] Kind kind() const noexcept override { return Kind::artifact; }
    [[nodiscard]] const std::filesystem::path& root() const noexcept override;
    StoredFile keep_bytes(std::string_view folder, std::string_view bytes, std::string_view extension) override;
    StoredFile keep_file(std::string_view folder, const std::filesystem::path& file, std::string_view extension,
                         const Origin* origin) override;
    StoredFile keep_reference(std::string_view folder, std::string_view url, const Origin* origin = nullptr) override;
    StoredFile keep_entry(std::string_view path, std::string_view bytes, std::string& digest) override;
    void keep_config(std::string_view type, std::string_view name, std::string_view value) override;
    [[nodiscard]] std::filesystem::path fetch(std::string_view path) const override;
    [[nodiscard]] std::vector<std::string> list(std::string_view folder) const override;
    [[nodiscard]] std::shared_ptr<const Store> view() const override;
    [[nodiscard]] Origin origin() const override;

protected:
    [[nodiscard]] std::size_t mark() const noexcept override;
    void undo(std::size_t mark) noexcept override;

private:
    friend class StreamedEntry;
    struct State;
    explicit Artifact(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace wbm
