// class_labels.hpp - the names of classes: {"1": "cat"} of one layer, and an image's list [{"id": 1, "name": "cat"}].
// Implements the wire spec, sections 4.2, 4.9 and 4.10 (class labels).
#pragma once

#include <wbm/json.hpp>

#include <string>
#include <string_view>

namespace wbm::image {

/// Throws invalid, beginning with `where`, unless every key is a number and every value text.
void check_labels(const json::object& labels, const std::string& where);

/// Merges labels into a list of classes; a class that is there gets the new name in its place.
void merge_labels(json::array& classes, const json::object& labels);
/// Merges a list of {"id", "name", ...}.
void merge_classes(json::array& classes, const json::array& more);

/// Throws invalid unless it is a list of objects with "id" (a number or text) and "name".
void check_classes(const json::array& classes, const std::string& where);

/// "class_<id>", what the reference calls a class that has no name.
[[nodiscard]] std::string default_label(std::string_view id);

/// The path of a class list in an artifact, as the reference names it: media/classes/<md5 of its text in Python>_cls.
/// classes.json. Wire spec 4.13.
[[nodiscard]] std::string classes_path(const json::array& classes);

/// The text that Python's repr() gives: {'id': 1, 'name': 'tree'}.
[[nodiscard]] std::string python_repr(const json::value& v);

}  // namespace wbm::image
