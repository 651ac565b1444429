#include "dot_reader.hpp"

#include "../limits.hpp"
#include "../model/graph_model.hpp"
#include "dot_label.hpp"
#include "dot_lexer.hpp"

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <unordered_set>

namespace wbm::graph {
namespace {

using Nodes = std::vector<std::uint32_t>;

/// The attributes that a graph keeps: the rest stays in the text, which is kept beside it.
struct Attributes {
    std::shared_ptr<const DotText> label, class_name;  // shared: a default may be that of many nodes

    void set(const std::string& key, DotText value) {
        if (key == "label")
            label = std::make_shared<const DotText>(std::move(value));
        else if (key == "class")
            class_name = std::make_shared<const DotText>(std::move(value));
    }
};

/// Defaults for what comes later in a graph or subgraph.
struct Defaults {
    Attributes node, edge;
};

class Parser {
public:
    Parser(std::string_view text, const std::string& name) : in_(text, name) {}

    DotGraph graph() {
        if (in_.is_keyword("strict")) {
            is_strict_ = true;
            in_.next();
        }
        if (!in_.is_keyword("graph") && !in_.is_keyword("digraph"))
            in_.fail("has " + in_.shown_now() + " where \"graph\" or \"digraph\" should be");
        graph_.directed = in_.is_keyword("digraph");
        in_.next();
        if (in_.now().kind == DotLexer::Kind::id) graph_.name = take_id("the graph's name").text;
        Defaults defaults;
        (void)body(defaults, 0);
        if (in_.now().kind != DotLexer::Kind::end) in_.fail("has " + in_.shown_now() + " behind the graph's end");
        finish_labels();
        return std::move(graph_);
    }

private:
    Nodes body(Defaults defaults, std::size_t depth) {
        if (depth > max_dot_depth) in_.fail("has subgraphs more than " + std::to_string(max_dot_depth) + " deep");
        expect("{");
        Nodes all;
        while (!in_.is("}")) {
            if (in_.now().kind == DotLexer::Kind::end) in_.fail("ends before a \"}\"");
            const Nodes mentioned = statement(defaults, depth);
            all.insert(all.end(), mentioned.begin(), mentioned.end());
            while (in_.is(";") || in_.is(",")) in_.next();
        }
        in_.next();
        std::unordered_set<std::uint32_t> seen;
        all.erase(std::remove_if(all.begin(), all.end(), [&](std::uint32_t node) { return !seen.insert(node).second; }),
                  all.end());
        return all;
    }

    Nodes statement(Defaults& defaults, std::size_t depth) {
        if (in_.is_keyword("graph") || in_.is_keyword("node") || in_.is_keyword("edge")) {
            const std::string target = in_.now().text;
            in_.next();
            if (!in_.is("[")) in_.fail("has " + in_.shown_now() + " where a \"[\" should be");
            Attributes ignored;
            attributes(target == "node" ? defaults.node : target == "edge" ? defaults.edge : ignored);
            return {};
        }
        const bool is_subgraph = in_.is_keyword("subgraph") || in_.is("{");
        Nodes from;
        if (is_subgraph) {
            from = subgraph(defaults, depth);
        } else {
            const DotLexer::Token id = take_id("a statement");
            if (in_.is("=")) {
                in_.next();
                (void)take_id("an attribute's value");
                return {};
            }
            from = {node(id.text, defaults)};
            port();
        }
        if (in_.now().kind != DotLexer::Kind::arrow) {
            if (!is_subgraph && in_.is("[")) node_attributes(from.front());
            return from;
        }
        return edges(std::move(from), defaults, depth);
    }

    Nodes edges(Nodes from, Defaults& defaults, std::size_t depth) {
        const std::string_view arrow = graph_.directed ? "->" : "--";
        const std::size_t first = graph_.edges.size();
        Nodes all = from;
        while (in_.now().kind == DotLexer::Kind::arrow) {
            if (!in_.is(arrow))
                in_.fail("has " + in_.shown_now() + " in a " + (graph_.directed ? "digraph" : "graph") +
                         ", which has \"" + std::string(arrow) + "\"");
            in_.next();
            Nodes to;
            if (in_.is_keyword("subgraph") || in_.is("{")) {
                to = subgraph(defaults, depth);
            } else {
                to = {node(take_id("the end of an edge").text, defaults)};
                port();
            }
            connect(from, to);
            all.insert(all.end(), to.begin(), to.end());
            from = std::move(to);
        }
        Attributes given = defaults.edge;
        if (in_.is("[")) attributes(given);
        if (given.label)
            for (std::size_t i = first; i < graph_.edges.size(); ++i) label(graph_.edges[i], *given.label);
        return all;
    }

    void connect(const Nodes& from, const Nodes& to) {
        for (const std::uint32_t a : from)
            for (const std::uint32_t b : to) {
                const auto low = graph_.directed ? a : std::min(a, b);
                const auto high = graph_.directed ? b : std::max(a, b);
                if (is_strict_ && !pairs_.insert(std::uint64_t{low} << 32U | high).second) continue;
                if (graph_.edges.size() == max_edges)
                    in_.fail("makes more than " + std::to_string(max_edges) + " edges");
                charge(graph_.nodes[a].id.size() + graph_.nodes[b].id.size());
                graph_.edges.push_back({a, b, {}});
            }
    }

    Nodes subgraph(const Defaults& defaults, std::size_t depth) {
        if (in_.is_keyword("subgraph")) {
            in_.next();
            if (in_.now().kind == DotLexer::Kind::id) in_.next();
        }
        return body(defaults, depth + 1);
    }

    /// The node's number; a new one gets the defaults of where it stands.
    std::uint32_t node(const std::string& id, const Defaults& defaults) {
        const auto [found, is_new] = numbers_.emplace(id, static_cast<std::uint32_t>(graph_.nodes.size()));
        if (!is_new) return found->second;
        if (graph_.nodes.size() == max_nodes) in_.fail("makes more than " + std::to_string(max_nodes) + " nodes");
        if (id.size() > max_id_bytes)
            in_.fail("has an id of " + std::to_string(id.size()) + " bytes, more than " + std::to_string(max_id_bytes));
        charge(2 * id.size());
        graph_.nodes.push_back({id, {}, {}});
        given_.push_back(defaults.node);
        return found->second;
    }

    void node_attributes(std::uint32_t node) { attributes(given_[node]); }

    /// name:port and name:port:compass say where a line ends on a drawing.
    void port() {
        for (int parts = 0; parts < 2 && in_.is(":"); ++parts) {
            in_.next();
            (void)take_id("a port");
        }
    }

    void attributes(Attributes& given) {
        while (in_.is("[")) {
            in_.next();
            while (!in_.is("]")) {
                const std::string key = take_id("an attribute").text;
                expect("=");
                DotLexer::Token value = take_id("an attribute's value");
                if (value.text.size() > max_id_bytes)
                    in_.fail("has an attribute of " + std::to_string(value.text.size()) + " bytes, more than " +
                             std::to_string(max_id_bytes));
                given.set(key, {std::move(value.text), value.is_html});
                while (in_.is(";") || in_.is(",")) in_.next();
            }
            in_.next();
        }
    }

    void label(DotEdge& edge, const DotText& text) {
        const std::string& tail = graph_.nodes[edge.from].id;
        const std::string& head = graph_.nodes[edge.to].id;
        edge.label = drawn(
            text, {{'E', tail + (graph_.directed ? "->" : "--") + head}, {'T', tail}, {'H', head}, {'G', graph_.name}});
    }

    void finish_labels() {
        for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
            DotNode& node = graph_.nodes[i];
            const Attributes& given = given_[i];
            node.label = given.label ? drawn(*given.label, {{'N', node.id}, {'G', graph_.name}}) : node.id;
            if (given.class_name) node.class_name = given.class_name->text;
            charge(node.class_name.size());
        }
    }

    std::string drawn(const DotText& text, const DotEscapes& escapes) {
        std::string label = label_text(text, escapes);
        if (label.size() > max_id_bytes)
            in_.fail("makes a label of more than " + std::to_string(max_id_bytes) + " bytes");
        charge(label.size());
        return label;
    }

    DotLexer::Token take_id(const char* what) {
        if (in_.now().kind != DotLexer::Kind::id) in_.fail("has " + in_.shown_now() + " where " + what + " should be");
        DotLexer::Token id = in_.now();
        in_.next();
        return id;
    }

    void expect(std::string_view punctuation) {
        if (!in_.is(punctuation))
            in_.fail("has " + in_.shown_now() + " where a \"" + std::string(punctuation) + "\" should be");
        in_.next();
    }

    /// A few letters may stand for many edges and long labels, so what is made of them is bounded as it grows.
    void charge(std::size_t bytes) {
        text_ += bytes;
        if (text_ > max_graph_bytes)
            in_.fail("makes the graph larger than " + std::to_string(max_graph_bytes) + " bytes");
    }

    DotLexer in_;
    DotGraph graph_;
    std::vector<Attributes> given_;  ///< of each node
    std::unordered_map<std::string, std::uint32_t> numbers_;
    std::unordered_set<std::uint64_t> pairs_;
    bool is_strict_ = false;
    std::size_t text_ = 0;
};

}  // namespace

DotGraph read_dot(std::string_view text, const std::string& name) { return Parser(text, name).graph(); }

bool begins_as_dot(std::string_view head) {
    try {
        const DotLexer in(head, "it");
        return in.is_keyword("strict") || in.is_keyword("graph") || in.is_keyword("digraph");
    } catch (const std::exception&) {
        return false;
    }
}

}  // namespace wbm::graph
