// How a graph is made from what a caller has, and what its manifest says.
#include "graph.hpp"

#include "importer.hpp"
#include "limits.hpp"
#include "model/graph_model.hpp"

#include <algorithm>
#include <iterator>

namespace wbm::graph {
namespace {

constexpr const char* importers = "onnx, keras, dot, graph";

struct Options {
    std::optional<std::string> caption;
    std::optional<std::string> format;
    std::optional<std::string> from;
    json::value root;
    bool loaded = false;
    Rules rules;
};

Options options_of(const Input& in) {
    const json::object j = in.options();
    only(j, {"caption", "format", "from", "root", "loaded", "allow_cycles", "allow_duplicate_ids"});
    Options options;
    options.caption = optional_text(j, "caption");
    options.format = optional_text(j, "format");
    options.from = optional_text(j, "from");
    if (const json::value* root = j.if_contains("root"); root != nullptr) options.root = *root;
    options.loaded = boolean_or(j, "loaded", false);
    options.rules.allow_cycles = boolean_or(j, "allow_cycles", false);
    options.rules.allow_duplicate_ids = boolean_or(j, "allow_duplicate_ids", false);
    if (options.format && options.format->size() > max_id_bytes)
        throw invalid("option \"format\" has more than " + std::to_string(max_id_bytes) + " bytes; give a word");
    if (options.from && in.is(WBM_FROM_JSON))
        throw invalid("option \"from\" is for files and bytes; an object is read as it is");
    constexpr std::string_view known[] = {"onnx", "keras", "dot", "graph"};
    if (options.from && std::find(std::begin(known), std::end(known), *options.from) == std::end(known))
        throw unsupported("option \"from\" is " + brief(json::value(*options.from)) + "; it must be one of " +
                          importers);
    return options;
}

/// Checks the graph and fills in what "_wbm" says of it.
void describe(Graph& made, const Model& model, const Options& options, const std::string& name) {
    const Summary summary = check_model(model, options.rules, options.root, name);
    made.content["format"] = model.format;
    for (auto& member : facts_of(summary)) made.content[member.key()] = member.value();
    if (!model.edge_names.empty()) made.content["named_edges"] = model.edge_names.size();
    if (!model.directed) made.content["directed"] = false;
    if (options.loaded) made.content["loaded"] = true;
    made.caption = options.caption;
}

void keep_names(Graph& made, json::object names) {
    std::string text = json::write(names);
    if (text.size() <= max_inline_names_bytes)
        made.edge_names = std::move(names);
    else
        made.names_file = MediaFile::of_bytes(std::move(text), ".edge_names.json");
}

Graph of_model(Model model, const Options& options, const std::string& name, const json::object& before = {}) {
    Graph made;
    made.content = before;
    describe(made, model, options, name);
    keep_names(made, std::move(model.edge_names));
    made.file = MediaFile::of_bytes(text_of(std::move(model)), ".graph.json");
    return made;
}

/// The graph's own word and the option must not contradict each other.
void settle_format(Model& model, const Options& options, const char* fallback) {
    if (options.format && !model.format.empty() && *options.format != model.format)
        throw invalid("option \"format\" is " + brief(json::value(*options.format)) + ", but the graph's own is " +
                      brief(json::value(model.format)) + "; give one of them");
    if (model.format.empty()) model.format = options.format.value_or(fallback);
}

Graph of_object(const Input& in, const Options& options) {
    json::value source = in.json();
    if (!source.is_object())
        throw invalid("the source is " + brief(source) + "; give an object with \"nodes\" and \"edges\", or a file");
    Model model = model_of_json(std::move(source.get_object()), "the graph", true);
    settle_format(model, options, "keras");
    return of_model(std::move(model), options, "the graph");
}

/// A file of the reference, or one that follows its form: kept byte for byte.
Graph of_graph_file(const Source& source, const Options& options) {
    std::string text = source.read(max_graph_bytes);
    Graph made;
    try {
        Model model = model_of_json(json::read_object(text, json::NonFinite::allow, {.max_bytes = max_graph_bytes}),
                                    source.name, false);
        settle_format(model, options, "");
        describe(made, model, options, source.name);
        if (!model.edge_names.empty())
            throw invalid(source.name + " has edges with three elements, which no graph file has; give it as JSON");
    } catch (const json::Error& e) {
        throw invalid(source.name + " is no graph: " + e.what());
    }
    made.file =
        source.path.empty() ? MediaFile::of_bytes(std::move(text), ".graph.json") : MediaFile::of_path(source.path);
    return made;
}

Imported import(const Source& source, const std::string& from) {
    if (from == "onnx") return import_onnx(source);
    return from == "keras" ? import_keras(source) : import_dot(source);
}

std::string settled_importer(const Source& source, const std::optional<std::string>& asked) {
    const std::string from = asked ? *asked : importer_of(source);
    if (from.empty())
        throw unsupported(source.name +
                          " looks like no graph: give an ONNX model, a Keras model (.keras or JSON), Graphviz DOT or a "
                          "graph file of W&B; option \"from\" names one of " +
                          importers);
    return from;
}

Graph of_source(const Source& source, const Options& options) {
    const std::string from = settled_importer(source, options.from);
    if (from == "graph") return of_graph_file(source, options);
    Imported imported = import(source, from);
    imported.model.format = options.format.value_or(from);
    json::object before{{"from", from}};
    if (!imported.about.empty()) before["model"] = std::move(imported.about);
    Graph made = of_model(std::move(imported.model), options, source.name, before);
    if (!imported.original.empty()) {
        const char* suffix = imported.original_name == "dot" ? ".dot" : ".json";
        made.original = Original{imported.original_name, source.path.empty()
                                                             ? MediaFile::of_bytes(std::move(imported.original), suffix)
                                                             : MediaFile::of_path(source.path)};
    }
    return made;
}

Source source_of(const Part& part) {
    if (part.is(WBM_FROM_PATH)) {
        const std::string path = part.path();
        (void)MediaFile::of_path(path);  // is there, and is a file
        return {path, {}, name_of_file(path)};
    }
    return {{}, part.bytes(), "the data"};
}

}  // namespace

const char* const Graph::facts = R"json({
  "description": "Graphs of nodes and edges: built, or from ONNX, Keras and Graphviz files",
  "extensions": [".graph.json", ".onnx", ".keras", ".dot", ".gv"],
  "options": {
    "type": "object",
    "properties": {
      "caption": {"type": ["string", "null"]},
      "format": {"type": ["string", "null"], "default": "keras",
                 "description": "the word for the graph's kind; of an imported file the importer's name"},
      "from": {"enum": ["onnx", "keras", "dot", "graph", null],
               "description": "how to read a file or bytes; without it their content says"},
      "root": {"type": ["string", "integer", "null"],
               "description": "the id of the root; without it the first node that no edge leads to"},
      "loaded": {"type": "boolean", "default": false, "description": "is the graph complete? For fields alone"},
      "allow_cycles": {"type": "boolean", "default": false, "description": "the graph may run in circles"},
      "allow_duplicate_ids": {"type": "boolean", "default": false, "description": "several nodes may have one id"}
    },
    "additionalProperties": false
  }
})json";

Graph Graph::create(Input in) {
    const Options options = options_of(in);
    if (in.is(WBM_FROM_JSON)) return of_object(in, options);
    return of_source(source_of(in.main()), options);
}

json::object Graph::probe(const Part& part) {
    const Source source = source_of(part);
    const std::string from = settled_importer(source, std::nullopt);
    Options options;
    options.rules = {.allow_cycles = true, .allow_duplicate_ids = true};
    Graph made = of_source(source, options);
    json::object found = std::move(made.content);
    found["from"] = from;
    return found;
}

}  // namespace wbm::graph
