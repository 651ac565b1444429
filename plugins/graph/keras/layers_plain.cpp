// Layers that change nothing, one axis, or the order of axes; dense and normalising ones.
#include "layers.hpp"

#include <algorithm>
#include <iterator>

namespace wbm::graph {
namespace {

constexpr std::string_view same_shape[] = {"Activation",
                                           "ReLU",
                                           "LeakyReLU",
                                           "ELU",
                                           "ThresholdedReLU",
                                           "Softmax",
                                           "Dropout",
                                           "SpatialDropout1D",
                                           "Identity",
                                           "SpatialDropout2D",
                                           "SpatialDropout3D",
                                           "GaussianDropout",
                                           "GaussianNoise",
                                           "AlphaDropout",
                                           "ActivityRegularization",
                                           "Masking",
                                           "Rescaling",
                                           "UnitNormalization",
                                           "RandomFlip",
                                           "RandomRotation",
                                           "RandomZoom",
                                           "RandomContrast",
                                           "RandomBrightness",
                                           "RandomTranslation"};

template <std::size_t N>
bool is_one_of(const std::string_view (&names)[N], std::string_view name) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

Number product(const Shape& shape, std::size_t first) {
    Number all = 1;
    for (std::size_t i = first; i < shape.size(); ++i) all = all * shape[i];
    return all;
}

/// The product of the axes that a normalising layer works on.
Number axes_product(const json::object& config, const Shape& in) {
    const json::value* axes = config.if_contains("axis");
    if (axes == nullptr || axes->is_null()) return in.empty() ? std::nullopt : in.back();
    if (!axes->is_array()) {
        const auto axis = axis_of(integer(config, "axis"), in.size());
        return axis ? in[*axis] : std::nullopt;
    }
    Number all = 1;
    for (const json::value& each : axes->get_array()) {
        const auto axis = axis_of(each.is_int64() ? Number(each.get_int64()) : std::nullopt, in.size());
        all = axis ? all * in[*axis] : std::nullopt;
    }
    return all;
}

bool apply_normalizing(const LayerCall& call, LayerResult& result) {
    const json::object& config = call.config;
    const Shape& in = call.inputs.front();
    const auto flags = [&](const char* a, const char* b) {
        return Number((flag(config, a, true) ? 1 : 0) + (flag(config, b, true) ? 1 : 0));
    };
    if (call.class_name == "BatchNormalization")
        result.parameters = axes_product(config, in) * (flags("scale", "center") + 2);  // and the moving statistics
    else if (call.class_name == "LayerNormalization" || call.class_name == "GroupNormalization")
        result.parameters = axes_product(config, in) * flags("scale", "center");
    else if (call.class_name == "RMSNormalization")
        result.parameters = axes_product(config, in);
    else
        return false;
    result.outputs = only_one(in);
    return true;
}

Number parameters_of_prelu(const json::object& config, Shape in) {
    if (const json::value* shared = config.if_contains("shared_axes"); shared != nullptr && shared->is_array())
        for (const json::value& axis : shared->get_array())
            if (const auto i = axis_of(axis.is_int64() ? Number(axis.get_int64()) : std::nullopt, in.size()))
                in[*i] = 1;
    return product(in, 1);
}

/// Reshape: one size may be -1, what is left for it.
Shape reshaped(const Shape& in, Shape target) {
    Number known = 1;
    std::size_t open = target.size();
    for (std::size_t i = 0; i < target.size(); ++i) {
        if (target[i] == -1)
            open = i;
        else
            known = known * target[i];
    }
    if (open < target.size()) target[open] = floor_div(product(in, 1), known);
    target.insert(target.begin(), in.empty() ? std::nullopt : in.front());
    return target;
}

bool apply_reordering(const LayerCall& call, LayerResult& result) {
    const json::object& config = call.config;
    const Shape& in = call.inputs.front();
    if (call.class_name == "Flatten") {
        result.outputs = only_one(Shape{in.empty() ? std::nullopt : in.front(), product(in, 1)});
    } else if (call.class_name == "Reshape") {
        const json::value* target = config.if_contains("target_shape");
        if (const auto shape = target == nullptr ? std::nullopt : shape_of(*target))
            result.outputs = only_one(reshaped(in, *shape));
    } else if (call.class_name == "Permute") {
        const std::vector<Number> order = integers(config, "dims", in.empty() ? 0 : in.size() - 1, std::nullopt);
        Shape out = in;
        for (std::size_t i = 0; i < order.size(); ++i) {
            const auto axis = axis_of(order[i], in.size());
            out[i + 1] = axis ? in[*axis] : std::nullopt;
        }
        result.outputs = only_one(out);
    } else if (call.class_name == "RepeatVector" && in.size() == 2) {
        result.outputs = only_one(Shape{in[0], integer(config, "n"), in[1]});
    } else {
        return false;
    }
    result.parameters = 0;
    return true;
}

}  // namespace

std::optional<std::size_t> axis_of(const Number& axis, std::size_t rank) {
    if (!axis || *axis < -static_cast<std::int64_t>(rank) || *axis >= static_cast<std::int64_t>(rank))
        return std::nullopt;
    return static_cast<std::size_t>(*axis < 0 ? *axis + static_cast<std::int64_t>(rank) : *axis);
}

bool apply_plain(const LayerCall& call, LayerResult& result) {
    const json::object& config = call.config;
    if (call.inputs.empty()) return false;
    const Shape& in = call.inputs.front();
    if (is_one_of(same_shape, call.class_name)) {
        result = known(in, 0);
        return true;
    }
    if (call.class_name == "PReLU") {
        result = known(in, parameters_of_prelu(config, in));
        return true;
    }
    if (call.class_name == "Dense" && !in.empty()) {
        const Number units = integer(config, "units");
        Shape out = in;
        out.back() = units;
        result = known(out, units * (in.back() + (flag(config, "use_bias", true) ? 1 : 0)));
        return true;
    }
    if (call.class_name == "Embedding") {
        Shape out = in;
        out.push_back(integer(config, "output_dim"));
        result = known(out, integer(config, "input_dim") * integer(config, "output_dim"));
        return true;
    }
    return apply_normalizing(call, result) || apply_reordering(call, result);
}

LayerResult apply_layer(const LayerCall& call) {
    LayerResult result;
    for (const auto apply : {&apply_plain, &apply_merge, &apply_spatial, &apply_sequence})
        if (apply(call, result)) return result;
    return {};
}

}  // namespace wbm::graph
