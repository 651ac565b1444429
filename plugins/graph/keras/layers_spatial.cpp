// Convolutions, pooling, and what else works on the sides of pictures: layers whose names end with the number of sides.
#include "layers.hpp"

#include <algorithm>

namespace wbm::graph {
namespace {

/// A layer's input, taken apart by where its channels are.
struct Spatial {
    std::size_t sides;
    bool channels_first;
    Shape in;

    [[nodiscard]] Number side(std::size_t i) const { return in[i + (channels_first ? 2 : 1)]; }
    [[nodiscard]] Number channels() const { return channels_first ? in[1] : in.back(); }
    [[nodiscard]] Shape with(const std::vector<Number>& sides_out, const Number& channels_out) const {
        Shape out{in[0]};
        if (channels_first) out.push_back(channels_out);
        out.insert(out.end(), sides_out.begin(), sides_out.end());
        if (!channels_first) out.push_back(channels_out);
        return out;
    }
};

struct Window {
    std::vector<Number> size, stride, dilation;
    std::string_view padding;
};

Window window_of(const json::object& config, const char* size, std::size_t sides) {
    Window window;
    window.size = integers(config, size, sides, std::nullopt);
    const bool is_pool = std::string_view(size) == "pool_size";
    const json::value* strides = config.if_contains("strides");
    window.stride =
        is_pool && (strides == nullptr || strides->is_null()) ? window.size : integers(config, "strides", sides, 1);
    window.dilation = integers(config, "dilation_rate", sides, 1);
    window.padding = word(config, "padding", "valid");
    return window;
}

/// A size that no input has is unknown: the model could not be built.
Number at_least_zero(const Number& n) { return n && *n < 0 ? std::nullopt : n; }

std::vector<Number> sides_behind(const Spatial& s, const Window& w) {
    std::vector<Number> out;
    for (std::size_t i = 0; i < s.sides; ++i) {
        const Number reach = w.dilation[i] * (w.size[i] - 1) + 1;
        const Number start = w.padding == "same" || w.padding == "causal" ? s.side(i) : s.side(i) - reach + 1;
        out.push_back(at_least_zero(floor_div(start + w.stride[i] - 1, w.stride[i])));
    }
    return out;
}

std::vector<Number> sides_behind_transposed(const Spatial& s, const Window& w, const json::object& config) {
    const json::value* given = config.if_contains("output_padding");
    const bool has_padding = given != nullptr && !given->is_null();
    const std::vector<Number> padding = integers(config, "output_padding", s.sides, 0);
    std::vector<Number> out;
    for (std::size_t i = 0; i < s.sides; ++i) {
        const Number reach = w.dilation[i] * (w.size[i] - 1) + 1;
        Number side = s.side(i) * w.stride[i];
        if (has_padding) {
            const Number cut = w.padding == "same" ? floor_div(reach, 2) : Number(0);
            side = (s.side(i) - 1) * w.stride[i] + reach - cut * 2 + padding[i];
        } else if (w.padding != "same") {
            const Number more = reach - w.stride[i];
            side = side + (more ? Number(std::max<std::int64_t>(*more, 0)) : std::nullopt);
        }
        out.push_back(at_least_zero(side));
    }
    return out;
}

Number product(const std::vector<Number>& all) {
    Number product = 1;
    for (const Number& each : all) product = product * each;
    return product;
}

bool apply_convolution(std::string_view kind, const Spatial& s, const json::object& config, LayerResult& result) {
    const Window w = window_of(config, "kernel_size", s.sides);
    const Number filters = integer(config, "filters");
    const Number bias = flag(config, "use_bias", true) ? 1 : 0;
    if (kind == "Conv" || kind == "Convolution") {
        const Number groups = config.contains("groups") ? integer(config, "groups") : Number(1);
        const Number per_group = groups && *groups > 0 ? floor_div(s.channels(), groups) : std::nullopt;
        result = known(s.with(sides_behind(s, w), filters), filters * (product(w.size) * per_group + bias));
    } else if (kind == "ConvTranspose") {
        result = known(s.with(sides_behind_transposed(s, w, config), filters),
                       filters * (product(w.size) * s.channels() + bias));
    } else if (kind == "DepthwiseConv" || kind == "SeparableConv") {
        const Number deep =
            s.channels() * (config.contains("depth_multiplier") ? integer(config, "depth_multiplier") : Number(1));
        const bool is_separable = kind == "SeparableConv";
        const Number parameters =
            product(w.size) * deep + (is_separable ? deep * filters + filters * bias : deep * bias);
        result = known(s.with(sides_behind(s, w), is_separable ? filters : deep), parameters);
    } else {
        return false;
    }
    return true;
}

/// Padding and cropping: a number, one for each side, or a pair for each.
Number both_ends(const json::object& config, const char* key, std::size_t side, std::size_t sides) {
    const json::value* found = config.if_contains(key);
    if (found == nullptr || !found->is_array()) return integers(config, key, sides, 1)[side] * 2;
    const json::array& list = found->get_array();
    const auto number = [](const json::value& v) { return v.is_int64() ? Number(v.get_int64()) : std::nullopt; };
    if (sides == 1) return list.size() == 2 ? number(list[0]) + number(list[1]) : std::nullopt;
    if (side >= list.size()) return std::nullopt;
    const json::array* pair = list[side].if_array();
    if (pair == nullptr) return number(list[side]) * 2;
    return pair->size() == 2 ? number((*pair)[0]) + number((*pair)[1]) : std::nullopt;
}

bool apply_sizing(std::string_view kind, const Spatial& s, const json::object& config, LayerResult& result) {
    std::vector<Number> out;
    for (std::size_t i = 0; i < s.sides; ++i) {
        if (kind == "UpSampling")
            out.push_back(s.side(i) * integers(config, "size", s.sides, 2)[i]);
        else if (kind == "ZeroPadding")
            out.push_back(s.side(i) + both_ends(config, "padding", i, s.sides));
        else if (kind == "Cropping")
            out.push_back(at_least_zero(s.side(i) - both_ends(config, "cropping", i, s.sides)));
        else
            return false;
    }
    result = known(s.with(out, s.channels()), 0);
    return true;
}

bool apply_pooling(std::string_view kind, const Spatial& s, const json::object& config, LayerResult& result) {
    if (kind == "GlobalMaxPooling" || kind == "GlobalAveragePooling") {
        const bool keeps = flag(config, "keepdims", false);
        result.outputs =
            only_one(keeps ? s.with(std::vector<Number>(s.sides, 1), s.channels()) : Shape{s.in[0], s.channels()});
    } else if (kind == "MaxPooling" || kind == "AveragePooling") {
        result.outputs = only_one(s.with(sides_behind(s, window_of(config, "pool_size", s.sides)), s.channels()));
    } else {
        return false;
    }
    result.parameters = 0;
    return true;
}

}  // namespace

bool apply_spatial(const LayerCall& call, LayerResult& result) {
    // "Conv2DTranspose" is kind "ConvTranspose" with two sides.
    const std::size_t d = call.class_name.find('D', 1);
    if (call.inputs.empty() || d == std::string_view::npos) return false;
    const char digit = call.class_name[d - 1];
    if (digit < '1' || digit > '3') return false;
    const auto sides = static_cast<std::size_t>(digit - '0');
    const std::string kind = std::string(call.class_name.substr(0, d - 1)) + std::string(call.class_name.substr(d + 1));
    if (call.inputs.front().size() != sides + 2) return false;
    const Spatial s{sides, word(call.config, "data_format", "channels_last") == "channels_first", call.inputs.front()};
    return apply_convolution(kind, s, call.config, result) || apply_pooling(kind, s, call.config, result) ||
           apply_sizing(kind, s, call.config, result);
}

}  // namespace wbm::graph
