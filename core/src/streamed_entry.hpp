// streamed_entry.hpp - an artifact's entry whose JSON has one list that is written piece by piece.
#pragma once

#include <wbm/artifact.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "file_io.hpp"

namespace wbm {

/// Keeps the list's elements in a file of the artifact's directory, so that memory stays the same however many there
/// are.
class StreamedEntry {
public:
    /// Throws MediaError: invalid for a path that is taken, or that no entry may have; io.
    StreamedEntry(Artifact& artifact, std::string_view path);
    /// Takes back all that the artifact got since, unless finish() was called or the artifact was changed elsewhere.
    ~StreamedEntry();
    StreamedEntry(const StreamedEntry&) = delete;
    StreamedEntry& operator=(const StreamedEntry&) = delete;

    /// Tells of what was added to the artifact for this entry, while this lives. Undone unless kept.
    class Piece {
    public:
        explicit Piece(StreamedEntry& entry) : entry_(entry), before_(entry.changes()), transaction_(entry.artifact_) {}
        void keep() noexcept {
            entry_.own_changes_ += entry_.changes() - before_;
            transaction_.keep();
        }

    private:
        StreamedEntry& entry_;
        std::size_t before_;
        Store::Transaction transaction_;
    };

    /// Appends the elements of a JSON list. Throws json::Error for another text; MediaError: invalid when the entry
    /// gets larger than a reader takes; io. After a failure the entry is as it was before only for a json::Error.
    void append(std::string_view elements);
    /// Puts the elements into the member of the object, which is an empty list there, and adds the entry. Throws as
    /// append().
    ArtifactEntry finish(std::string_view object, std::string_view member);

    [[nodiscard]] Artifact& artifact() const noexcept { return artifact_; }
    [[nodiscard]] std::uint64_t elements() const noexcept { return elements_; }

private:
    [[nodiscard]] std::size_t changes() const noexcept;
    void check_size(std::size_t more) const;
    void write_out();
    void copy_elements(TempFile& target, class Hasher& hasher) const;

    Artifact& artifact_;
    std::string path_;
    TempFile body_;
    std::string buffer_;
    std::uint64_t written_ = 0;  ///< bytes in `body_`
    std::uint64_t elements_ = 0;
    std::size_t begin_, own_changes_ = 0;
    bool is_finished_ = false;
};

}  // namespace wbm
