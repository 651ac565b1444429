// wbm/media/graph_node.hpp - Node and Edge of a graph, and the ids that join them. Wire spec, section 12.
#pragma once

#include <wbm/error.hpp>
#include <wbm/json.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace wbm {

/// A node's id: a text or an integer. A node that was read may have none.
class NodeId {
public:
    NodeId() = default;
    // So that add_edge("a", "b") and graph[7] read as they are meant.
    NodeId(const char* text) : id_(std::string(text)) {}       // NOLINT(google-explicit-constructor)
    NodeId(std::string_view text) : id_(std::string(text)) {}  // NOLINT(google-explicit-constructor)
    NodeId(const std::string& text) : id_(text) {}             // NOLINT(google-explicit-constructor)
    template <class Integer>
    requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>)
        NodeId(Integer number) {  // NOLINT(google-explicit-constructor)
        if (std::is_unsigned_v<Integer> &&
            static_cast<std::uint64_t>(number) > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            id_ = static_cast<std::uint64_t>(number);
        else
            id_ = static_cast<std::int64_t>(number);
    }
    /// Of JSON; a value that is neither text nor integer is no id.
    [[nodiscard]] static NodeId of_json(const json::value& v) {
        if (v.is_string()) return std::string_view(v.get_string());
        if (v.is_int64()) return v.get_int64();
        return v.is_uint64() ? NodeId(v.get_uint64()) : NodeId();
    }

    [[nodiscard]] bool has_value() const noexcept { return !std::holds_alternative<std::monostate>(id_); }
    [[nodiscard]] json::value json() const {
        if (const auto* text = std::get_if<std::string>(&id_)) return json::value(*text);
        if (const auto* number = std::get_if<std::int64_t>(&id_)) return json::value(*number);
        const auto* large = std::get_if<std::uint64_t>(&id_);
        return large == nullptr ? json::value(nullptr) : json::value(*large);
    }
    /// The id as text: `a`, `7`, `null`.
    [[nodiscard]] std::string text() const {
        const auto* text = std::get_if<std::string>(&id_);
        return text != nullptr ? *text : json::write(json());
    }

    friend bool operator==(const NodeId& a, const NodeId& b) { return a.id_ == b.id_; }
    friend bool operator<(const NodeId& a, const NodeId& b) { return a.id_ < b.id_; }

private:
    friend struct std::hash<NodeId>;
    std::variant<std::monostate, std::int64_t, std::uint64_t, std::string> id_;
};

/// A weight of a node.
struct NodeParameter {
    std::string name;
    std::vector<std::int64_t> shape;
};

/// What a node may be made with; every member may be left out. What is left out is not in the file. Lists of another
/// form, such as the shapes of several outputs, are set with Node::set().
struct NodeAttributes {
    std::optional<NodeId> id = {};
    std::optional<std::string> name = {};
    std::optional<std::string> class_name = {};
    std::optional<std::vector<std::int64_t>> size = {};
    std::vector<NodeParameter> parameters = {};
    std::optional<std::vector<std::optional<std::int64_t>>> output_shape = {};  ///< nullopt: a size that is not known
    std::optional<bool> is_output = {};
    json::value num_parameters = {};  ///< a number, or a json::array of them
};

/// One node: its attributes, in the order they were given, the name first. Wire spec 12.
class Node {
public:
    Node() = default;
    explicit Node(const NodeAttributes& attributes) { add(attributes); }
    /// A copy of all attributes but the id, with changes. Throws MediaError (not_found) when the other has no id, as
    /// the reference does.
    [[nodiscard]] static Node copy_of(const Node& other, const NodeAttributes& changes = {}) {
        Node node = without_id(other);
        node.add(changes);
        return node;
    }
    /// From attributes by name: those of NodeAttributes; nulls are left out. Throws MediaError (invalid) for others.
    [[nodiscard]] static Node of_attributes(const json::object& attributes) { return Node().with(attributes); }
    /// The same as a copy of another node.
    [[nodiscard]] static Node of_attributes(const Node& other, const json::object& attributes) {
        return without_id(other).with(attributes);
    }
    /// A node as a graph's file has it; all of its members are kept.
    [[nodiscard]] static Node of_file(json::object attributes) {
        Node node;
        node.attributes_ = std::move(attributes);
        return node;
    }

    [[nodiscard]] NodeId id() const { return has("id") ? NodeId::of_json(get("id")) : NodeId(); }
    [[nodiscard]] std::optional<std::string> name() const { return text("name"); }
    [[nodiscard]] std::optional<std::string> class_name() const { return text("class_name"); }
    // Null when the node has none; `functions` and `parameters` are an empty list then.
    [[nodiscard]] json::value size() const { return get("size"); }
    [[nodiscard]] json::value parameters() const { return list("parameters"); }
    [[nodiscard]] json::value functions() const { return list("functions"); }
    [[nodiscard]] json::value output_shape() const { return get("output_shape"); }
    [[nodiscard]] json::value num_parameters() const { return get("num_parameters"); }
    [[nodiscard]] json::value child_parameters() const { return get("child_parameters"); }
    [[nodiscard]] std::optional<bool> is_output() const { return truth("is_output"); }
    [[nodiscard]] std::optional<bool> is_constant() const { return truth("is_constant"); }
    /// All of them, as the file has them.
    [[nodiscard]] const json::object& attributes() const noexcept { return attributes_; }

    /// Sets one attribute: id, name, class_name, size, parameters, output_shape, is_output, num_parameters, functions,
    /// child_parameters, is_constant. Throws MediaError (invalid) for another name and for a size that is no list.
    Node& set(std::string_view attribute, json::value v) {
        constexpr std::string_view known[] = {"id",          "name",      "class_name",      "size",
                                              "parameters",  "is_output", "output_shape",    "num_parameters",
                                              "is_constant", "functions", "child_parameters"};
        if (std::find(std::begin(known), std::end(known), attribute) == std::end(known)) refuse(attribute);
        if (attribute == "size" && !v.is_array())
            throw MediaError(Status::invalid,
                             "graph-file: a node's size must be a list, it is " + json::write(v).substr(0, 60));
        attributes_[attribute] = std::move(v);
        return *this;
    }

    friend bool operator==(const Node& a, const Node& b) { return a.attributes_ == b.attributes_; }

private:
    [[nodiscard]] bool has(std::string_view key) const { return attributes_.contains(key); }
    [[nodiscard]] json::value get(std::string_view key) const {
        const json::value* found = attributes_.if_contains(key);
        return found == nullptr ? json::value(nullptr) : *found;
    }
    [[nodiscard]] json::value list(std::string_view key) const { return has(key) ? get(key) : json::array(); }
    [[nodiscard]] std::optional<std::string> text(std::string_view key) const {
        const json::value* found = attributes_.if_contains(key);
        if (found == nullptr || !found->is_string()) return std::nullopt;
        return std::string(found->get_string());
    }
    [[nodiscard]] std::optional<bool> truth(std::string_view key) const {
        const json::value* found = attributes_.if_contains(key);
        return found != nullptr && found->is_bool() ? std::optional(found->get_bool()) : std::nullopt;
    }

    [[noreturn]] static void refuse(std::string_view attribute) {
        throw MediaError(Status::invalid,
                         "graph-file: a node has no attribute \"" + std::string(attribute.substr(0, 60)) +
                             "\"; it has id, name, class_name, size, parameters, output_shape, is_output and "
                             "num_parameters, and set() knows functions, child_parameters and is_constant");
    }

    static Node without_id(const Node& other) {
        if (!other.has("id"))
            throw MediaError(Status::not_found,
                             "graph-file: the node to copy has no \"id\"; give it one, or set the attributes by hand");
        Node node;
        for (const auto& member : other.attributes_)
            if (member.key() != "id") node.attributes_[member.key()] = member.value();
        return node;
    }

    Node with(const json::object& attributes) && {
        constexpr std::string_view order[] = {"id",         "name",         "class_name", "size",
                                              "parameters", "output_shape", "is_output",  "num_parameters"};
        for (const auto& member : attributes)
            if (std::find(std::begin(order), std::end(order), member.key()) == std::end(order)) refuse(member.key());
        for (const std::string_view key : order)
            if (const json::value* found = attributes.if_contains(key); found != nullptr && !found->is_null())
                set(key, *found);
        return std::move(*this);
    }

    void add(const NodeAttributes& given) {
        if (given.id && given.id->has_value()) attributes_["id"] = given.id->json();
        if (given.name) attributes_["name"] = *given.name;
        if (given.class_name) attributes_["class_name"] = *given.class_name;
        if (given.size) attributes_["size"] = json::array(given.size->begin(), given.size->end());
        if (!given.parameters.empty()) {
            json::array parameters;
            for (const NodeParameter& each : given.parameters)
                parameters.push_back(json::array{each.name, json::array(each.shape.begin(), each.shape.end())});
            attributes_["parameters"] = std::move(parameters);
        }
        if (given.output_shape) {
            json::array sizes;
            for (const auto& size : *given.output_shape)
                sizes.push_back(size ? json::value(*size) : json::value(nullptr));
            attributes_["output_shape"] = std::move(sizes);
        }
        if (given.is_output) attributes_["is_output"] = *given.is_output;
        if (!given.num_parameters.is_null()) attributes_["num_parameters"] = given.num_parameters;
    }

    json::object attributes_ = {{"name", nullptr}};
};

/// One edge. The wire has no place for its name; it is kept beside the graph.
struct Edge {
    NodeId from;
    NodeId to;
    std::optional<std::string> name = {};

    friend bool operator==(const Edge& a, const Edge& b) {
        return a.from == b.from && a.to == b.to && a.name == b.name;
    }
};

}  // namespace wbm

template <>
struct std::hash<wbm::NodeId> {
    std::size_t operator()(const wbm::NodeId& id) const noexcept { return std::hash<decltype(id.id_)>()(id.id_); }
};
