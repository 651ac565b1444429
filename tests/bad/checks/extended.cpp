// A sound plugin that uses what came to the boundary later: a list in an artifact, an entry with a name of its own, a
// run's config, a value made from another of its own.
#include <wbm/sdk.hpp>

#include <string>

namespace {

using wbm::json::object;

/// Numbers that name their classes: in a run's config, in an artifact in a file of their own.
struct Labelled {
    static constexpr const char* type = "labelled";
    static constexpr auto inputs = WBM_FROM_BYTES | WBM_FROM_VALUE;

    std::string label = {};

    static Labelled create(wbm::Input in) {
        if (in.is(WBM_FROM_VALUE)) return in.main().value_as<Labelled>();
        if (!wbm::json::is_utf8(in.bytes())) throw wbm::invalid("the label is not UTF-8");
        return {std::string(in.bytes())};
    }
    static Labelled from_json(const object& j, wbm::Store source) {
        if (source.is_run()) return {wbm::text(j, "label")};
        const object& classes = member_object(j, "classes");
        return {wbm::read_file(source.fetch(wbm::text(classes, "path")))};
    }
    object to_json(wbm::Store target) const {
        if (target.is_artifact()) {
            object entry = target.add_entry("media/classes/" + std::to_string(label.size()) + ".json", label);
            return {{"_type", type}, {"classes", std::move(entry)}};
        }
        target.add_config("mask/class_labels", "gt", {{"1", label}});
        return {{"_type", type}, {"label", label}};
    }
    bool operator==(const Labelled&) const = default;

private:
    static const object& member_object(const object& j, const char* key) {
        const wbm::json::value* found = j.if_contains(key);
        if (found == nullptr || !found->is_object()) throw wbm::invalid("\"classes\" must be an object");
        return found->get_object();
    }
};

struct Boxes {
    static constexpr const char* type = "boxes";
    static constexpr auto inputs = WBM_FROM_JSON;
    static constexpr const char* facts = R"({"list": true})";

    wbm::json::array all = {};

    static Boxes create(wbm::Input in) { return {list_of(in.json())}; }
    static Boxes from_json(const object& j, wbm::Store) {
        const wbm::json::value* found = j.if_contains("all");
        return {list_of(found == nullptr ? wbm::json::value() : *found)};
    }
    static Boxes from_list(const wbm::json::array& list, const wbm::Store&) { return {list}; }
    wbm::json::value to_json(wbm::Store target) const {
        if (target.is_artifact()) return all;
        return object{{"_type", type}, {"all", all}};
    }
    bool operator==(const Boxes&) const = default;

private:
    static wbm::json::array list_of(const wbm::json::value& v) {
        if (!v.is_array()) throw wbm::invalid("\"all\" must be a list");
        return v.get_array();
    }
};

}  // namespace

WBM_PLUGIN("com.example.extended", "1.0.0", Labelled, Boxes)
