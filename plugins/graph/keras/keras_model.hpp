// keras_model.hpp - a Keras model's JSON: its layers and how they are connected.
#pragma once

#include "numbers.hpp"

#include <wbm/sdk.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace wbm::graph {

/// A tensor that goes into a call: what a layer gave out when it was called for the `call`-th time.
struct KerasTensor {
    std::string layer;
    std::size_t call = 0;
    std::size_t output = 0;
    std::optional<Shape> shape;  ///< Keras 3 says it
};

struct KerasLayer {
    std::string name;
    std::string class_name;
    json::object config;
    std::optional<Shape> built_for;               ///< the input's shape, where Keras 3 says it
    std::vector<std::vector<KerasTensor>> calls;  ///< what goes into each
    [[nodiscard]] bool is_input() const { return class_name == "InputLayer"; }
};

struct KerasModel {
    std::string name;
    std::string class_name;
    std::vector<KerasLayer> layers;
    std::vector<KerasTensor> outputs;
};

/// Is this the configuration of a model that has layers?
[[nodiscard]] bool has_layers(const json::object& config_holder);

/// Reads {"class_name", "config"} of a Functional or Sequential model of Keras 2 or 3. `source` is what errors call it.
/// Throws invalid; unsupported for a model that does not say its layers.
[[nodiscard]] KerasModel read_keras_model(const json::object& j, const std::string& source);

/// What is known of a layer beyond its configuration.
struct LayerFacts {
    json::value output_shape;  ///< null where it is not known; ["multiple"] where its calls differ
    Number parameters;
};
struct ModelFacts {
    std::vector<LayerFacts> layers;
    std::optional<std::vector<Shape>> outputs;
    Number parameters;
};

/// Follows shapes from the inputs through all layers, models as layers included down to max_model_depth.
[[nodiscard]] ModelFacts facts_of_model(const KerasModel& model, const std::string& source, std::size_t depth = 0);

}  // namespace wbm::graph
