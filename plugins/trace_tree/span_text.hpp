// span_text.hpp - a tree of spans as text. Wire spec, section 19: each span has ten members, always all of them, in one
// order: span_id, name, start_time_ms, end_time_ms, status_code, status_message, attributes, results, child_spans,
// span_kind. A member that is not given is null.
#pragma once

#include "std_text.hpp"

#include <string>

namespace wbm::trace_tree {

/// Takes the next value, a span, and gives the text that the reference has for it: the ten members of every span in
/// their order, status and kind in capitals. Throws invalid, with the place in the tree: for a member that a span does
/// not have, one of another kind, and more than limits.hpp allows; json::Error for what is no JSON.
[[nodiscard]] std::string span_text(TextReader& source);

/// What a span tells of itself and its tree: name, span_id, spans (count), status_code, span_kind, start_time_ms,
/// end_time_ms, those that are known. Throws as span_text(), but passes over members that it does not know.
[[nodiscard]] json::object span_facts(TextReader& source);

}  // namespace wbm::trace_tree
