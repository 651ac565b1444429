// output.hpp - what the tool prints: plain text, aligned tables, one JSON document.
#pragma once

#include <wbm/json.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::tool {

/// Text that is safe on a terminal and in JSON: control characters and bytes that are not UTF-8 become `\x1b`.
[[nodiscard]] std::string printable(std::string_view text);

/// printable() in double quotes, cut at some 200 bytes: for names in error texts.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// "812 B", "3.4 MB": decimal units.
[[nodiscard]] std::string human_size(std::uint64_t bytes);

/// "1 entry", "12 entries".
[[nodiscard]] std::string counted(std::size_t count, std::string_view one, std::string_view many);

/// A field for a reader: a string as it is, anything else as JSON, cut at `max_bytes`.
[[nodiscard]] std::string human_value(const json::value& v, std::size_t max_bytes = 120);

/// "a, b, c".
[[nodiscard]] std::string joined(const std::vector<std::string>& items, std::string_view separator = ", ");

/// Rows under a header, columns as wide as their longest cell. Cells are made printable.
class Table {
public:
    explicit Table(std::vector<std::string> header) { rows_.push_back(std::move(header)); }
    /// Without a header.
    Table() = default;
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    [[nodiscard]] std::string text() const;

private:
    std::vector<std::vector<std::string>> rows_;
};

/// Writes to standard output. Throws MediaError (io) when it cannot be written.
void print(std::string_view text);
/// Writes one JSON document and a line end.
void print_json(const json::value& document);
/// Hands all that was printed to the system. Throws MediaError (io).
void flush_output();

}  // namespace wbm::tool
