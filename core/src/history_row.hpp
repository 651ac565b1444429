// history_row.hpp - one step of a history: the members of its line, kept as JSON text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace wbm {

/// The members of one line in their order. Values stay text, so that a line that is merged into keeps every byte of
/// its other members.
class HistoryRow {
public:
    /// A new step's row: only `_step`.
    explicit HistoryRow(std::int64_t step);

    /// The row of a line. Throws MediaError (invalid) when it is not a JSON object, has a key twice or has no `_step`
    /// that is a whole number from 0.
    [[nodiscard]] static HistoryRow parse(std::string_view line);

    [[nodiscard]] std::int64_t step() const noexcept { return step_; }

    /// Adds a member, or replaces the one of that key in its place. `json` is one JSON value without line breaks.
    /// Throws MediaError (invalid) when the line would be longer than limits::history_line_bytes; then nothing has
    /// changed.
    void set(std::string_view key, std::string json);

    /// The line, without its newline.
    [[nodiscard]] std::string line() const;

private:
    struct Member {
        std::string key;  ///< as JSON text, with quotes
        std::string value;
    };

    HistoryRow() = default;
    void append(std::string key, std::string_view key_text, std::string value);

    std::int64_t step_ = 0;
    std::vector<Member> members_;
    std::unordered_map<std::string, std::size_t> places_;  ///< key to index in members_
    std::size_t bytes_ = 2;                                ///< of line(): two braces, members, commas, colons
};

}  // namespace wbm
