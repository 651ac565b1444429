#include "type_order.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace wbm {
namespace {

// The order in which the reference's newest version walks its classes. It comes from the order of its imports, so no
// rule gives it; but where an artifact has `x.table.json` and `x.image-file.json`, this list decides what "x" is there,
// and it must be the same here.
constexpr std::array<std::string_view, 21> reference_order = {"tfkeras-model-file",
                                                              "sklearn-model-file",
                                                              "pytorch-model-file",
                                                              "histogram",
                                                              "wb_trace_tree",
                                                              "graph-file",
                                                              "joined-table",
                                                              "partitioned-table",
                                                              "table",
                                                              "eval-table",
                                                              "plotly-file",
                                                              "mask",
                                                              "classes",
                                                              "bounding-boxes",
                                                              "bokeh-file",
                                                              "object3D-file",
                                                              "molecule-file",
                                                              "html-file",
                                                              "video-file",
                                                              "image-file",
                                                              "audio-file"};

}  // namespace

std::span<const std::string_view> reference_type_order() noexcept { return reference_order; }

std::vector<std::string> in_lookup_order(std::vector<std::string> names) {
    const auto key = [](const std::string& name) {
        const auto rank = std::find(reference_order.begin(), reference_order.end(), name) - reference_order.begin();
        return std::pair(rank, std::string_view(name));
    };
    std::sort(names.begin(), names.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
    return names;
}

}  // namespace wbm
