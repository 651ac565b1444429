// std_text.hpp - a JSON text that is read so that values keep their own text, and a value's text as the reference has
// it.
#pragma once

#include <wbm/json_reader.hpp>

#include <string>
#include <string_view>

namespace wbm::trace_tree {

/// A JSON text that is read, within limits.hpp.
struct TextReader {
    explicit TextReader(std::string_view all);
    /// Takes the next value and gives its text: integers of any length keep their digits. Valid as long as the whole
    /// text. Not yet checked for keys that come twice; append_std() is.
    std::string_view take();

    std::string_view text;
    json::Reader in;
};

/// Appends a value's text as the reference has it: Python's json.dumps, with null for NaN. It writes infinities bare.
void append_std(std::string& out, std::string_view value);

}  // namespace wbm::trace_tree
