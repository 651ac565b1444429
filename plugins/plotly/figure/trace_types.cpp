#include "trace_types.hpp"

#include "../limits.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>

namespace wbm::plotly {
namespace {

/// Sorted. Those of plotly.js 3, and what versions 1 and 2 had besides: area, choroplethmapbox, densitymapbox,
/// heatmapgl, pointcloud, scattermapbox.
constexpr std::string_view trace_types[] = {
    "area",
    "bar",
    "barpolar",
    "box",
    "candlestick",
    "carpet",
    "choropleth",
    "choroplethmap",
    "choroplethmapbox",
    "cone",
    "contour",
    "contourcarpet",
    "densitymap",
    "densitymapbox",
    "funnel",
    "funnelarea",
    "heatmap",
    "heatmapgl",
    "histogram",
    "histogram2d",
    "histogram2dcontour",
    "icicle",
    "image",
    "indicator",
    "isosurface",
    "mesh3d",
    "ohlc",
    "parcats",
    "parcoords",
    "pie",
    "pointcloud",
    "quiver",
    "sankey",
    "scatter",
    "scatter3d",
    "scattercarpet",
    "scattergeo",
    "scattergl",
    "scattermap",
    "scattermapbox",
    "scatterpolar",
    "scatterpolargl",
    "scattersmith",
    "scatterternary",
    "splom",
    "streamtube",
    "sunburst",
    "surface",
    "table",
    "treemap",
    "violin",
    "volume",
    "waterfall",
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Letters to change, add or leave out; capitals do not count. Both texts have at most max_type_bytes.
std::size_t edits(std::string_view from, std::string_view to) {
    std::array<std::size_t, max_type_bytes + 1> row{};
    std::iota(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(to.size()) + 1, std::size_t{0});
    for (std::size_t i = 0; i < from.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < to.size(); ++j) {
            const std::size_t change = diagonal + (lower(from[i]) == to[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({change, diagonal + 1, row[j] + 1});
        }
    }
    return row[to.size()];
}

}  // namespace

bool is_trace_type(std::string_view type) noexcept {
    return std::binary_search(std::begin(trace_types), std::end(trace_types), type);
}

std::string_view nearest_trace_type(std::string_view type) {
    if (type.size() > max_type_bytes) return {};
    std::string_view nearest;
    std::size_t least = type.size() / 2 + 1;  // more than half of the letters wrong is another word
    for (const std::string_view known : trace_types) {
        const std::size_t distance = edits(type, known);
        if (distance < least) {
            least = distance;
            nearest = known;
        }
    }
    return nearest;
}

}  // namespace wbm::plotly
