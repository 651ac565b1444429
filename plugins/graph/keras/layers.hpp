// layers.hpp - what a Keras layer makes of shapes and how many parameters it has, from its configuration alone. A
// model's JSON says neither.
#pragma once

#include "numbers.hpp"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace wbm::graph {

/// One call of a layer.
struct LayerCall {
    std::string_view class_name;
    const json::object& config;
    std::vector<Shape> inputs;
};

/// What is known of it.
struct LayerResult {
    std::optional<std::vector<Shape>> outputs;
    Number parameters;
};

[[nodiscard]] inline std::vector<Shape> only_one(const Shape& out) { return std::vector<Shape>(1, out); }
[[nodiscard]] inline LayerResult known(const Shape& out, const Number& parameters) {
    return {only_one(out), parameters};
}

/// A layer of Keras 2 or 3. Of one that is not known here, nothing is known.
[[nodiscard]] LayerResult apply_layer(const LayerCall& call);

// Groups of layers; each fills in `result` and returns true when the class is one of its own.
[[nodiscard]] bool apply_plain(const LayerCall& call, LayerResult& result);
[[nodiscard]] bool apply_merge(const LayerCall& call, LayerResult& result);
[[nodiscard]] bool apply_spatial(const LayerCall& call, LayerResult& result);
[[nodiscard]] bool apply_sequence(const LayerCall& call, LayerResult& result);

/// An axis that may count from the end; nullopt where the shape has no such axis.
[[nodiscard]] std::optional<std::size_t> axis_of(const Number& axis, std::size_t rank);

}  // namespace wbm::graph
