// class_labels.hpp - the names of classes: {"1": "cat"} of one layer, and an image's list [{"id": 1, "name": "cat"}].
// Implements the wire spec, sections 4.2, 4.9 and 4.10 (class labels).
#pragma once

#include <wbm/json.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace wbm::image {

/// Throws invalid, beginning with `where`, unless every key is a number and every value text.
void check_labels(const json::object& labels, const std::string& where);

/// A list of classes in the making: [{"id": 1, "name": "cat"}]. A class that is there gets the new name in its place.
class ClassList {
public:
    /// Labels: {"1": "cat"}.
    void merge(const json::object& labels);
    /// A list of {"id", "name", ...}.
    void merge(const json::array& more);
    [[nodiscard]] json::array take() noexcept { return std::move(classes_); }

private:
    void set(const json::object& of_class);

    json::array classes_;
    std::unordered_map<json::value, std::size_t, std::hash<json::value>> places_;
};

/// The list as the reference has it: other members are left out.
[[nodiscard]] json::array ids_and_names(const json::array& classes);

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
