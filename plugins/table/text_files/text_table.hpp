// text_table.hpp - tables from CSV, TSV and JSON lines.
#pragma once

#include "../table.hpp"
#include "../table_options.hpp"

#include <wbm/sdk.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace wbm::table {

enum class TextFormat : std::uint8_t { csv, tsv, json_lines };

struct TextOptions {
    TextFormat format = TextFormat::csv;
    bool header = true;  ///< the first record names the columns
    char delimiter = ',';
    /// Texts that stand for null; "" for empty fields without quotes only.
    std::vector<std::string> nulls{""};

    /// Takes the options that only texts have out of `options`. The format follows from a path's extension unless it
    /// is given. Throws invalid naming the option, and for a path of another extension.
    [[nodiscard]] static TextOptions take(const Part& source, json::object& options);
};

/// A table of a path or bytes. Throws invalid with the line: for broken quotes, rows of another length, text that is
/// not UTF-8, more than a limit allows; not_found and io_error for the file.
[[nodiscard]] Table from_text_file(const Part& source, const TextOptions& text, const TableOptions& options);

}  // namespace wbm::table
