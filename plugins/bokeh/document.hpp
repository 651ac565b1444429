// document.hpp - the JSON of a Bokeh document, in its two forms:
//     {"version": "3.9.2", "title": "t", "roots": [{"type": "object", "name": "Figure", "id": "p1", ...}], ...}
//     {"version": "2.4.3", "title": "t", "roots": {"references": [{"id": "1", ...}], "root_ids": ["1"]}, ...}
// Bokeh 3 writes the first, with each model where it is first used; Bokeh 1 and 2 wrote the second.
#pragma once

#include <wbm/json.hpp>

#include <string>
#include <string_view>

namespace wbm::bokeh {

/// Throws invalid for a text beyond max_document_bytes. `name` is what errors call it.
void check_size(std::string_view text, const std::string& name);

/// A document's text as an object. `name` is what errors call it. Throws invalid for what is no JSON object, or is more
/// or deeper than limits.hpp allows.
[[nodiscard]] json::object read_document(std::string_view text, const std::string& name);

/// Checks a document and tells what it holds: title, version, roots (count), models (count). Throws invalid.
[[nodiscard]] json::object facts_of(const json::object& document, const std::string& name);

/// Sorts the models of the older form by their ids, as the reference does so that equal plots have equal hashes. False
/// when there was nothing to do. The document must be sound.
bool sort_references(json::object& document);

}  // namespace wbm::bokeh
