// A Keras model as nodes and edges, as the reference's Graph.from_keras makes them of a live model.
#include "../importer.hpp"
#include "../limits.hpp"
#include "archive.hpp"
#include "keras_model.hpp"

#include <unordered_map>
#include <unordered_set>

namespace wbm::graph {
namespace {

json::object parsed(const std::string& text, const std::string& name) {
    try {
        return json::read_object(text, json::NonFinite::allow,
                                 {.max_depth = max_keras_depth, .max_bytes = max_config_bytes});
    } catch (const json::Error& e) {
        throw invalid(name + " is no Keras model: " + e.what());
    }
}

class Build {
public:
    Build(const KerasModel& model, const ModelFacts& facts) : model_(model), facts_(facts) {
        for (std::size_t i = 0; i < model.layers.size(); ++i) numbers_.emplace(model.layers[i].name, i);
    }

    Model graph() {
        for (std::size_t i = 0; i < model_.layers.size(); ++i) {
            for (const auto& call : model_.layers[i].calls)
                for (const KerasTensor& tensor : call) connect(tensor.layer, i);
            add(i);
        }
        return std::move(graph_);
    }

private:
    /// The reference adds what leads to a layer before the layer.
    void connect(const std::string& from, std::size_t to) {
        if (const auto found = numbers_.find(from); found != numbers_.end() && found->second != to) add(found->second);
        graph_.edges.push_back(json::array{from, model_.layers[to].name});
    }

    void add(std::size_t i) {
        const KerasLayer& layer = model_.layers[i];
        // A second layer of a name stays to be seen: the check of ids refuses it.
        if (!added_.insert(i).second) return;
        json::object node{{"name", layer.name}, {"id", layer.name}, {"class_name", layer.class_name}};
        if (!facts_.layers[i].output_shape.is_null()) node["output_shape"] = facts_.layers[i].output_shape;
        if (facts_.layers[i].parameters) node["num_parameters"] = *facts_.layers[i].parameters;
        graph_.nodes.emplace_back(std::move(node));
    }

    const KerasModel& model_;
    const ModelFacts& facts_;
    std::unordered_map<std::string_view, std::size_t> numbers_;
    std::unordered_set<std::size_t> added_;
    Model graph_;
};

void add_text(json::object& about, const char* key, std::string_view text) {
    if (!text.empty() && text.size() <= max_class_name_bytes) about[key] = text;
}

}  // namespace

Imported import_keras(const Source& source) {
    const bool is_archive = source.head(4) == "PK\x03\x04";
    std::string text;
    std::string version;
    if (is_archive) {
        KerasArchive archive = read_keras_archive(source);
        text = std::move(archive.config);
        if (!archive.metadata.empty())
            version = word(parsed(archive.metadata, "\"metadata.json\" of " + source.name), "keras_version", "");
    } else {
        text = source.read(max_config_bytes);
    }
    const std::string name = is_archive ? "\"config.json\" of " + source.name : source.name;
    const json::object j = parsed(text, name);
    const KerasModel model = read_keras_model(j, name);
    Imported imported;
    imported.model = Build(model, facts_of_model(model, name)).graph();
    add_text(imported.about, "name", model.name);
    add_text(imported.about, "class_name", model.class_name);
    add_text(imported.about, "keras_version",
             version.empty() ? word(j, "keras_version", "") : std::string_view(version));
    if (text.size() <= max_kept_original && !is_archive) {
        imported.original = std::move(text);
        imported.original_name = "keras";
    }
    return imported;
}

}  // namespace wbm::graph
