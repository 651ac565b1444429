// wbm/value_stream.hpp - ValueStream: a value that is written into an artifact while it is made, in constant memory.
#pragma once

#include <wbm/artifact.hpp>
#include <wbm/part.hpp>

#include <cstdint>
#include <memory>
#include <vector>

namespace wbm {

/// Made by Registry::open_stream(): a table of a hundred million rows, with the pictures in its cells. What a piece
/// holds is written to the artifact when it is added; the entry appears at finish(). A stream that is destroyed before
/// finish() takes back what it wrote; where something else was added to the artifact since, or the artifact was saved,
/// files of its cells stay. The artifact must outlive the stream and is used by the same thread. [one thread at a time]
class ValueStream {
public:
    class State;
    explicit ValueStream(std::unique_ptr<State> state) noexcept;
    ~ValueStream();
    ValueStream(ValueStream&&) noexcept;
    ValueStream& operator=(ValueStream&&) noexcept;

    /// Adds a piece, such as rows: what create() takes, without options. Throws MediaError: what the type refuses,
    /// after which the next piece may follow; invalid after finish() or after a failure that ended the stream; io.
    void add(const Part& piece, const std::vector<NamedPart>& parts = {});
    /// Ends the value and adds its entry; the stream is then empty. Throws MediaError: invalid for a name that is taken
    /// by another entry, or when the entry would be larger than a reader takes (limits::value_json_bytes); io.
    ArtifactEntry finish();
    /// How many elements, such as rows, were added.
    [[nodiscard]] std::uint64_t count() const noexcept;

private:
    std::unique_ptr<State> state_;
};

}  // namespace wbm
