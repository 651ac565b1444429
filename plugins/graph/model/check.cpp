// What has to hold of a new graph, and what is said of every one.
#include "graph_model.hpp"

#include "../limits.hpp"

#include <algorithm>

namespace wbm::graph {
namespace {

/// Adds what a node says of its parameters; false when the sum is beyond 64 bits.
bool add_parameters(const json::value& v, std::optional<std::uint64_t>& sum) {
    if (v.is_array())
        return std::all_of(v.get_array().begin(), v.get_array().end(),
                           [&](const json::value& each) { return each.is_array() || add_parameters(each, sum); });
    if (!v.is_int64() && !v.is_uint64()) return true;
    if (v.is_int64() && v.get_int64() < 0) return true;
    const std::uint64_t count = v.to_number<std::uint64_t>();
    if (count > std::numeric_limits<std::uint64_t>::max() - sum.value_or(0)) return false;
    sum = sum.value_or(0) + count;
    return true;
}

void add_class_name(const json::value& v, std::vector<std::string>& names) {
    if (!v.is_string() || v.get_string().size() > max_class_name_bytes || names.size() == max_class_names) return;
    const std::string_view name = v.get_string();
    if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
}

const json::value* attribute(const json::value& node, std::string_view key) {
    const json::object* o = node.if_object();
    return o == nullptr ? nullptr : o->if_contains(key);
}

/// For each node where its edges begin, and the nodes that they lead to.
struct Successors {
    std::vector<std::size_t> first;
    std::vector<std::size_t> to;

    Successors(std::size_t nodes, const std::vector<std::int64_t>& pairs) : first(nodes + 1), to(pairs.size() / 2) {
        for (std::size_t i = 0; i < pairs.size(); i += 2) ++first[static_cast<std::size_t>(pairs[i]) + 1];
        for (std::size_t i = 0; i < nodes; ++i) first[i + 1] += first[i];
        std::vector<std::size_t> next = first;
        for (std::size_t i = 0; i < pairs.size(); i += 2)
            to[next[static_cast<std::size_t>(pairs[i])]++] = static_cast<std::size_t>(pairs[i + 1]);
    }
};

/// The nodes of one cycle in its order, or none. No recursion: a chain may have a million nodes.
std::vector<std::size_t> cycle_of(std::size_t nodes, const std::vector<std::int64_t>& pairs) {
    enum class State : std::uint8_t { unseen, open, done };
    const Successors next(nodes, pairs);
    std::vector<State> states(nodes, State::unseen);
    std::vector<std::size_t> at = next.first;  // the next edge of each node to follow
    std::vector<std::size_t> path;
    for (std::size_t start = 0; start < nodes; ++start) {
        if (states[start] != State::unseen) continue;
        path.assign(1, start);
        states[start] = State::open;
        while (!path.empty()) {
            const std::size_t node = path.back();
            if (at[node] == next.first[node + 1]) {
                states[node] = State::done;
                path.pop_back();
                continue;
            }
            const std::size_t to = next.to[at[node]++];
            if (states[to] == State::open) return {std::find(path.begin(), path.end(), to), path.end()};
            if (states[to] == State::done) continue;
            states[to] = State::open;
            path.push_back(to);
        }
    }
    return {};
}

std::string text_of_cycle(const json::array& nodes, const std::vector<std::size_t>& cycle) {
    const auto id = [&](std::size_t node) {
        const json::value* found = attribute(nodes[node], "id");
        return found == nullptr ? "null" : shown(*found);
    };
    std::string text;
    for (std::size_t i = 0; i < std::min(cycle.size(), max_shown_cycle); ++i) text += id(cycle[i]) + " -> ";
    if (cycle.size() > max_shown_cycle) text += "... -> ";
    return text + id(cycle.front());
}

json::value root_of(const Model& model, const NodeIndex& index, const std::vector<std::int64_t>& pairs,
                    const json::value& asked, const std::string& name) {
    if (!asked.is_null()) {
        if (!index.find(asked)) throw invalid("the root " + shown(asked) + " is no node of " + name);
        return asked;
    }
    std::vector<bool> has_incoming(model.nodes.size());
    for (std::size_t i = 1; i < pairs.size(); i += 2) has_incoming[static_cast<std::size_t>(pairs[i])] = true;
    for (std::size_t i = 0; i < model.nodes.size(); ++i)
        if (const json::value* id = attribute(model.nodes[i], "id"); id != nullptr && !has_incoming[i]) return *id;
    return nullptr;
}

}  // namespace

NodeIndex::NodeIndex(const json::array& nodes) {
    texts_.reserve(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i)
        if (const json::value* id = attribute(nodes[i], "id"); id != nullptr && is_id(*id)) add(*id, i);
}

void NodeIndex::add(const json::value& id, std::size_t number) {
    const auto put = [&](auto& map, auto key) {
        const auto [place, is_new] = map.insert_or_assign(key, number);
        if (!is_new && duplicate_ == nullptr) duplicate_ = &id;
    };
    if (id.is_string())
        put(texts_, std::string_view(id.get_string()));
    else if (id.is_int64() && id.get_int64() < 0)
        put(negatives_, static_cast<std::uint64_t>(id.get_int64()));
    else
        put(numbers_, id.to_number<std::uint64_t>());
}

std::optional<std::size_t> NodeIndex::find(const json::value& id) const {
    const auto get = [](const auto& map, auto key) -> std::optional<std::size_t> {
        const auto found = map.find(key);
        return found == map.end() ? std::nullopt : std::optional(found->second);
    };
    if (id.is_string()) return get(texts_, std::string_view(id.get_string()));
    if (id.is_int64() && id.get_int64() < 0) return get(negatives_, static_cast<std::uint64_t>(id.get_int64()));
    return is_id(id) ? get(numbers_, id.to_number<std::uint64_t>()) : std::nullopt;
}

std::vector<std::int64_t> edge_numbers(const json::array& nodes, const json::array& edges, const std::string& name) {
    const NodeIndex index(nodes);
    std::vector<std::int64_t> pairs;
    pairs.reserve(edges.size() * 2);
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const json::array* ends = edges[i].if_array();
        if (ends == nullptr || ends->size() < 2)
            throw invalid(place(name, "edges", i) + " is " + brief(edges[i]) + "; an edge is a list of two ids");
        for (std::size_t end = 0; end < 2; ++end) {
            const auto number = index.find((*ends)[end]);
            if (!number)
                throw invalid(place(name, "edges", i) + " leads " + (end == 0 ? "from" : "to") + " " +
                              shown((*ends)[end]) + ", which is no node; add that node or drop the edge");
            pairs.push_back(static_cast<std::int64_t>(*number));
        }
    }
    return pairs;
}

Summary check_model(const Model& model, const Rules& rules, const json::value& root, const std::string& name) {
    const NodeIndex index(model.nodes);
    if (index.duplicate() != nullptr && !rules.allow_duplicate_ids)
        throw invalid(name + " has several nodes with the id " + shown(*index.duplicate()) +
                      "; give each an id of its own, or set option \"allow_duplicate_ids\"");
    const std::vector<std::int64_t> pairs = edge_numbers(model.nodes, model.edges, name);
    if (!rules.allow_cycles) {
        const std::vector<std::size_t> cycle = cycle_of(model.nodes.size(), pairs);
        if (!cycle.empty())
            throw invalid(
                name + " has the cycle " + text_of_cycle(model.nodes, cycle) +
                "; drop one of its edges, or set option \"allow_cycles\" for a graph that may run in circles");
    }
    Summary summary;
    summary.nodes = model.nodes.size();
    summary.edges = model.edges.size();
    summary.root = root_of(model, index, pairs, root, name);
    bool fits = true;
    for (const json::value& node : model.nodes) {
        if (const json::value* count = attribute(node, "num_parameters"))
            fits = fits && add_parameters(*count, summary.parameters);
        if (const json::value* class_name = attribute(node, "class_name"))
            add_class_name(*class_name, summary.class_names);
    }
    if (!fits) summary.parameters.reset();
    return summary;
}

json::object facts_of(const Summary& summary) {
    json::object facts{{"nodes", summary.nodes}, {"edges", summary.edges}};
    if (!summary.root.is_null()) facts["root"] = summary.root;
    if (summary.parameters) facts["parameters"] = *summary.parameters;
    if (!summary.class_names.empty())
        facts["class_names"] = json::array(summary.class_names.begin(), summary.class_names.end());
    return facts;
}

}  // namespace wbm::graph
