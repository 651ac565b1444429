#include "graph.hpp"

#include "limits.hpp"
#include "model/graph_model.hpp"

#include <utility>

namespace wbm::graph {
namespace {

constexpr const char* folder = "media/graph";
constexpr const char* extension = ".graph.json";
constexpr const char* names_extension = ".edge_names.json";
constexpr std::string_view known_members[] = {"caption", "_type", "sha256", "size", "path", "_wbm"};
// In the order that they are written.
constexpr std::string_view content_members[] = {"from",       "model",       "format",      "nodes",    "edges", "root",
                                                "parameters", "class_names", "named_edges", "directed", "loaded"};
constexpr std::string_view known_wbm_members[] = {"from",   "model",      "format",      "nodes",       "edges",
                                                  "root",   "parameters", "class_names", "named_edges", "directed",
                                                  "loaded", "edge_names", "original"};

void check_member(std::string_view key, const json::value& v) {
    const bool is_count = key == "nodes" || key == "edges" || key == "parameters" || key == "named_edges";
    const bool is_flag = key == "directed" || key == "loaded";
    const char* expected = nullptr;
    if (is_count && !(v.is_uint64() || (v.is_int64() && v.get_int64() >= 0))) expected = "a count";
    if (is_flag && !v.is_bool()) expected = "true or false";
    if ((key == "from" || key == "format") && !v.is_string()) expected = "text";
    if (key == "class_names" && !v.is_array()) expected = "a list";
    if (key == "model" && !v.is_object()) expected = "an object";
    if (key == "root" && !v.is_string() && !v.is_int64() && !v.is_uint64()) expected = "a node's id";
    if (expected != nullptr)
        throw invalid('"' + std::string(key) + "\" of \"_wbm\" must be " + expected + ", it is " + brief(v));
}

json::object content_of(const json::object& wbm) {
    json::object content;
    for (const std::string_view key : content_members)
        if (const json::value* found = wbm.if_contains(key); found != nullptr) {
            check_member(key, *found);
            content[key] = *found;
        }
    return content;
}

/// What a small file of the reference says of itself; nothing where it is large or broken.
json::object seen_in(const MediaFile& file) {
    try {
        const std::string text = file.head(max_peeked_bytes + 1);
        if (text.size() > max_peeked_bytes) return {};
        Model model = model_of_json(json::read_object(text), "the file", false);
        json::object seen{{"format", model.format}, {"nodes", model.nodes.size()}, {"edges", model.edges.size()}};
        const Summary summary =
            check_model(model, {.allow_cycles = true, .allow_duplicate_ids = true}, nullptr, "the file");
        for (auto& member : facts_of(summary)) seen.insert_or_assign(member.key(), member.value());
        return seen;
    } catch (const std::exception&) {
        return {};
    }
}

json::object names_in(const MediaFile& file) {
    try {
        return json::read_object(file.read(), json::NonFinite::refuse, {.max_bytes = max_graph_bytes});
    } catch (const json::Error& e) {
        throw invalid(std::string("the file of edge names is damaged: ") + e.what());
    }
}

/// The graph as JSON text, with each edge's name as its third element.
std::string text_with_names(std::string text, const json::object& names, const std::string& name) {
    try {
        if (names.empty()) return text;
        json::object whole = json::read_object(text, json::NonFinite::allow, {.max_bytes = max_graph_bytes});
        json::value* edges = whole.if_contains("edges");
        if (edges != nullptr && edges->is_array())
            for (std::size_t i = 0; i < edges->get_array().size(); ++i)
                if (const json::value* found = names.if_contains(std::to_string(i)))
                    if (json::array* edge = edges->get_array()[i].if_array()) edge->push_back(*found);
        return json::write(whole, json::Style::fast, json::NonFinite::allow);
    } catch (const json::Error& e) {
        throw invalid(name + " is no graph: " + e.what());
    }
}

Array edges_of(const std::string& text, const std::string& name) {
    try {
        const json::object whole = json::read_object(text, json::NonFinite::allow, {.max_bytes = max_graph_bytes});
        const auto list = [&](const char* key) -> const json::array& {
            const json::value* found = whole.if_contains(key);
            if (found == nullptr || !found->is_array()) throw invalid(name + " has no list \"" + key + "\"");
            return found->get_array();
        };
        std::vector<std::int64_t> pairs = edge_numbers(list("nodes"), list("edges"), name);
        const auto count = static_cast<std::int64_t>(pairs.size() / 2);
        return {std::move(pairs), {count, 2}};
    } catch (const json::Error& e) {
        throw invalid(name + " is no graph: " + e.what());
    }
}

}  // namespace

Graph Graph::from_json(const json::object& j, const Store& source) {
    Graph made;
    made.file = MediaFile::of_json(j, source);
    made.caption = optional_text(j, "caption");
    const json::object wbm = object_or_empty(j, "_wbm");
    made.content = content_of(wbm);
    if (!made.content.contains("nodes")) made.seen = seen_in(made.file);
    const json::object names = object_or_empty(wbm, "edge_names");
    if (names.contains("path"))
        made.names_file = MediaFile::of_json(names, source);
    else
        made.edge_names = names;
    if (const json::object original = object_or_empty(wbm, "original"); !original.empty())
        made.original = Original{text(original, "format"), MediaFile::of_json(original, source)};
    made.wbm_extra = ExtraMembers(wbm, known_wbm_members, source);
    made.extra = ExtraMembers(j, known_members, source);
    return made;
}

json::object Graph::to_json(Store target) const {
    json::object j = media_json(type, caption, file.keep(target, folder, extension));
    json::object wbm = content;
    if (names_file)
        wbm["edge_names"] = names_file->keep(target, folder, names_extension);
    else if (!edge_names.empty())
        wbm["edge_names"] = edge_names;
    if (original) {
        json::object kept{{"format", original->format}};
        for (auto& member : original->file.keep(target, folder)) kept.insert(member);
        wbm["original"] = std::move(kept);
    }
    wbm_extra.add_to(wbm, target);
    if (!wbm.empty()) j["_wbm"] = std::move(wbm);
    extra.add_to(j, target);
    return j;
}

json::object Graph::fields() const {
    json::object known = content.contains("nodes") ? content : seen;
    if (!known.contains("loaded")) known["loaded"] = false;
    if (original) known["original_format"] = original->format;
    if (caption) known["caption"] = *caption;
    file.add_facts(known);
    return known;
}

Array Graph::tensor(const json::object& options) const {
    only(options, {"part"});
    const std::string part = text_or(options, "part", "edges");
    if (part != "edges" && part != "text")
        throw invalid("option \"part\" is " + brief(json::value(part)) + "; it must be one of edges, text");
    const std::string name = file.path().empty() ? "the graph" : name_of_file(file.path());
    std::string text = file.read();
    if (text.size() > max_graph_bytes)
        throw invalid(name + " has " + std::to_string(text.size()) + " bytes, more than " +
                      std::to_string(max_graph_bytes));
    if (part == "edges") return edges_of(text, name);
    text = text_with_names(std::move(text), names_file ? names_in(*names_file) : edge_names, name);
    const auto size = static_cast<std::int64_t>(text.size());
    return {std::vector<std::uint8_t>(text.begin(), text.end()), {size}};
}

bool Graph::operator==(const Graph& other) const {
    const auto said = [](const Graph& g, const char* key) {
        const json::value* found = g.content.if_contains(key);
        return found == nullptr ? json::value() : *found;
    };
    return caption == other.caption && said(*this, "root") == said(other, "root") &&
           said(*this, "loaded") == said(other, "loaded") && said(*this, "directed") == said(other, "directed") &&
           edge_names == other.edge_names && wbm_extra == other.wbm_extra && extra == other.extra &&
           names_file == other.names_file && original == other.original && file == other.file;
}

}  // namespace wbm::graph
