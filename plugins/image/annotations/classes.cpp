#include "classes.hpp"

#include "class_labels.hpp"

#include <utility>

namespace wbm::image {
namespace {

json::array list_of(json::value v) {
    if (!v.is_array())
        throw invalid("\"class_set\" must be a list such as [{\"id\": 1, \"name\": \"cat\"}], it is " + brief(v));
    check_classes(v.get_array(), "");
    return std::move(v.get_array());
}

}  // namespace

Classes Classes::create(Input in) {
    only(in.options(), {});
    return {list_of(in.json())};
}

Classes Classes::from_json(const json::object& j, const Store&) {
    const json::value* found = j.if_contains("class_set");
    if (found == nullptr) throw not_found("\"class_set\" is missing; it is the list of the classes");
    return {list_of(*found)};
}

json::object Classes::to_json(Store target) const {
    if (target.is_run())
        throw invalid(
            "classes cannot be logged to a run; give them to an image, or add them to an "
            "artifact");
    return {{"_type", type}, {"class_set", class_set}};
}

}  // namespace wbm::image
