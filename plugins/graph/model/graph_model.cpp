#include "graph_model.hpp"

#include "../limits.hpp"

#include <algorithm>
#include <iterator>

namespace wbm::graph {
namespace {

constexpr std::string_view node_attributes[] = {"id",          "name",      "class_name",      "size",
                                                "parameters",  "is_output", "output_shape",    "num_parameters",
                                                "is_constant", "functions", "child_parameters"};

void check_length(const json::value& v, const std::string& where) {
    if (v.is_string() && v.get_string().size() > max_id_bytes)
        throw invalid(where + " has " + std::to_string(v.get_string().size()) + " bytes, more than " +
                      std::to_string(max_id_bytes));
}

/// What each attribute may be. The reference checks nothing but that a size can be listed.
void check_attribute(std::string_view key, const json::value& v, const std::string& where) {
    if (key == "id") {
        if (!is_id(v)) throw invalid(where + " has the id " + brief(v) + "; ids are texts and integers");
        return check_length(v, "the id of " + where);
    }
    if (v.is_null()) return;
    const char* expected = nullptr;
    if (key == "name" || key == "class_name") {
        if (!v.is_string()) expected = "text";
    } else if (key == "is_output" || key == "is_constant") {
        if (!v.is_bool()) expected = "true or false";
    } else if (key == "size" || key == "parameters" || key == "functions") {
        if (!v.is_array()) expected = "a list";
    } else if (key == "output_shape") {
        if (!v.is_array() && !v.is_string()) expected = "a list";
    } else if (key == "num_parameters" || key == "child_parameters") {
        if (!v.is_number() && !v.is_array()) expected = "a number or a list of numbers";
    }
    if (expected != nullptr)
        throw invalid("\"" + std::string(key) + "\" of " + where + " must be " + expected + ", it is " + brief(v));
}

/// The node with "name" first, as the reference writes it.
json::object node_of(json::object node, const std::string& where, bool known_only) {
    for (const auto& [key, value] : node) {
        const bool known =
            std::find(std::begin(node_attributes), std::end(node_attributes), key) != std::end(node_attributes);
        if (known) {
            check_attribute(key, value, where);
        } else if (known_only) {
            std::string all;
            for (const std::string_view each : node_attributes) all += (all.empty() ? "" : ", ") + std::string(each);
            throw invalid(where + " has the attribute " + brief(json::value(key)) +
                          ", which is not known; a node has " + all);
        }
    }
    if (!node.empty() && node.begin()->key() == "name") return node;
    json::object named;
    named.reserve(node.size() + 1);
    const json::value* name = node.if_contains("name");
    named["name"] = name == nullptr ? json::value() : *name;
    for (auto& member : node)
        if (member.key() != "name") named.emplace(member.key(), std::move(member.value()));
    return named;
}

json::array& list_of(json::object& j, const char* key, const std::string& name, std::size_t most) {
    json::value* found = j.if_contains(key);
    if (found == nullptr || !found->is_array())
        throw invalid(name + " has no list \"" + key + "\"; give an object with \"nodes\" and \"edges\"");
    if (found->get_array().size() > most)
        throw invalid(name + " has " + std::to_string(found->get_array().size()) + " " + key + ", more than " +
                      std::to_string(most));
    return found->get_array();
}

std::string format_of(const json::object& j, const std::string& name) {
    const json::value* found = j.if_contains("format");
    if (found == nullptr || found->is_null()) return {};
    if (!found->is_string()) throw invalid("\"format\" of " + name + " must be text, it is " + brief(*found));
    check_length(*found, "\"format\" of " + name);
    return std::string(found->get_string());
}

void read_edge(Model& model, json::value& edge, const std::string& name) {
    const std::size_t i = model.edges.size();
    if (!edge.is_array() || edge.get_array().size() < 2 || edge.get_array().size() > 3)
        throw invalid(place(name, "edges", i) + " is " + brief(edge) +
                      "; an edge is a list of two ids, and its name where it has one");
    json::array& parts = edge.get_array();
    if (parts.size() == 3) {
        if (!parts[2].is_string() && !parts[2].is_null())
            throw invalid("the name of " + place(name, "edges", i) + " must be text, it is " + brief(parts[2]));
        check_length(parts[2], "the name of " + place(name, "edges", i));
        if (parts[2].is_string()) model.edge_names[std::to_string(i)] = std::move(parts[2]);
        parts.pop_back();
    }
    model.edges.push_back(std::move(edge));
}

}  // namespace

std::string place(const std::string& name, const char* list, std::size_t i) {
    return "\"" + std::string(list) + "[" + std::to_string(i) + "]\" of " + name;
}

bool is_id(const json::value& v) noexcept { return v.is_string() || v.is_int64() || v.is_uint64(); }

std::string shown(const json::value& id) {
    constexpr std::size_t most = 60;
    if (!id.is_string()) return brief(id);
    const std::string_view text = id.get_string();
    if (text.size() <= most) return std::string(text);
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;  // not inside a character
    return std::string(text.substr(0, end)) + "...";
}

Model model_of_json(json::object j, const std::string& name, bool known_only) {
    Model model;
    model.format = format_of(j, name);
    if (known_only)
        for (const auto& member : j)
            if (member.key() != "format" && member.key() != "nodes" && member.key() != "edges")
                throw invalid(name + " has the member " + brief(json::value(member.key())) +
                              ", which is not known; a graph has format, nodes, edges");
    model.nodes = std::move(list_of(j, "nodes", name, max_nodes));
    for (std::size_t i = 0; i < model.nodes.size(); ++i) {
        json::value& node = model.nodes[i];
        const std::string where = place(name, "nodes", i);
        if (!node.is_object()) throw invalid(where + " is " + brief(node) + "; a node is an object of attributes");
        node = node_of(std::move(node.get_object()), where, known_only);
    }
    json::array& edges = list_of(j, "edges", name, max_edges);
    model.edges.reserve(edges.size());
    for (json::value& edge : edges) read_edge(model, edge, name);
    return model;
}

std::string text_of(Model model) {
    const json::object whole{
        {"format", model.format}, {"nodes", std::move(model.nodes)}, {"edges", std::move(model.edges)}};
    try {
        return json::write(whole);
    } catch (const json::Error& e) {
        throw invalid(std::string(e.what()) + "; JSON has no place for it, drop it or give a text");
    }
}

}  // namespace wbm::graph
