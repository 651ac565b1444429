// wbm/media/plotly_figure.hpp - plot::Figure: builds a figure of plotly.js from arrays. wbm/media/plotly.hpp includes
// this.
#pragma once

#include <wbm/error.hpp>
#include <wbm/json.hpp>
#include <wbm/media/media_value.hpp>
#include <wbm/media/plotly_trace.hpp>
#include <wbm/part.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wbm::plot {

/// A figure in the making; each call changes it and gives it back. What the members mean: plotly.com/javascript. [one
/// thread at a time]
class Figure {
public:
    Figure& scatter(const Values& x, const Values& y, const ScatterOptions& o = {}) {
        Trace t = trace_of(o.webgl ? "scattergl" : "scatter", o.name);
        t.put("x", x).put("y", y).put("mode", o.mode).put("text", o.text);
        return add(put_markers(t, o), o.more);
    }
    Figure& line(const Values& x, const Values& y, const LineOptions& o = {}) {
        Trace t = trace_of("scatter", o.name);
        t.put("x", x).put("y", y).put("mode", std::string("lines"));
        t.put("line.color", o.color).put("line.width", o.width).put("line.dash", o.dash);
        return add(t, o.more);
    }
    Figure& bar(const Values& x, const Values& y, const BarOptions& o = {}) {
        Trace t = trace_of("bar", o.name);
        t.put("x", x).put("y", y).put("marker.color", o.color);
        return add(t.put("orientation", std::string(o.horizontal ? "h" : "")), o.more);
    }
    Figure& histogram(const Values& x, const HistogramOptions& o = {}) {
        Trace t = trace_of("histogram", o.name);
        t.put("x", x).put("histnorm", o.norm);
        if (o.bins) t.members["nbinsx"] = *o.bins;
        return add(t, o.more);
    }
    /// `z`: rows x columns, the first row at the bottom.
    Figure& heatmap(const Values& z, const GridOptions& o = {}) { return grid("heatmap", "z", z, o); }
    /// `z`: rows x columns of heights.
    Figure& surface(const Values& z, const GridOptions& o = {}) { return grid("surface", "c", z, o); }
    Figure& scatter3d(const Values& x, const Values& y, const Values& z, const Scatter3DOptions& o = {}) {
        Trace t = trace_of("scatter3d", o.name);
        t.put("x", x).put("y", y).put("z", z).put("mode", o.mode);
        return add(put_markers(t, o), o.more);
    }
    Figure& box(const Values& y, const BoxOptions& o = {}) {
        Trace t = trace_of("box", o.name);
        return add(t.put("y", y).put("x", o.x).put("boxpoints", o.points), o.more);
    }
    /// Any other trace, with its "type".
    Figure& trace(const json::object& members) { return add(Trace{members}, {}); }

    Figure& title(std::string_view text) {
        layout_["title"] = json::object{{"text", text}};
        return *this;
    }
    /// Of all traces, flat ones and scenes.
    Figure& x_axis(std::string_view title, const AxisOptions& o = {}) { return axis("xaxis", title, o); }
    Figure& y_axis(std::string_view title, const AxisOptions& o = {}) { return axis("yaxis", title, o); }
    /// Of scenes: surface and scatter3d.
    Figure& z_axis(std::string_view title, const AxisOptions& o = {}) { return axis("zaxis", title, o); }
    /// Further members of the layout, which win: `.layout({{"barmode", "stack"}})`.
    Figure& layout(const json::object& members) {
        detail::merge(more_layout_, members);
        return *this;
    }

    /// The value, for Run::log and Artifact::add. Throws MediaError as Registry::create(); invalid for a z axis without
    /// a scene.
    [[nodiscard]] ValuePtr value(Registry& registry = default_registry(), const PlotlyOptions& options = {}) const {
        // A text of the caller's must not be taken for the name of an array.
        std::string mark = "a";
        for (const std::string own = json::write(json_of("")); own.find("\"@" + mark) != std::string::npos;)
            mark += 'a';
        std::vector<NamedPart> parts;
        for (const Trace& t : traces_)
            for (const auto& array : t.arrays)
                parts.emplace_back(mark + std::to_string(parts.size()), *array.second.part());
        json::object all = detail::arguments(options);
        if (parts.empty()) all.erase("typed_arrays");
        const std::string text = json::write(json_of(mark));
        return registry.create("plotly-file", bytes(text), all, parts);
    }

private:
    using Trace = detail::Trace;

    static Trace trace_of(std::string_view type, const std::string& name) {
        Trace t{json::object{{"type", type}}};
        t.put("name", name);
        return t;
    }
    template <class Options>
    static Trace& put_markers(Trace& t, const Options& o) {
        return t.put("marker.color", o.color)
            .put("marker.color", o.colors)
            .put("marker.colorscale", o.colorscale)
            .put("marker.size", o.size);
    }
    Figure& add(Trace t, const json::object& more) {
        t.put_more(more);
        traces_.push_back(std::move(t));
        return *this;
    }
    Figure& grid(std::string_view type, const std::string& colors, const Values& z, const GridOptions& o) {
        Trace t = trace_of(type, o.name);
        t.put("z", z).put("x", o.x).put("y", o.y).put("colorscale", o.colorscale);
        return add(t.put(colors + "min", o.least).put(colors + "max", o.most), o.more);
    }
    Figure& axis(std::string_view key, std::string_view title, const AxisOptions& o) {
        json::object axis;
        if (!title.empty()) axis["title"] = json::object{{"text", title}};
        if (o.log) axis["type"] = "log";
        if (o.range) axis["range"] = json::array{(*o.range)[0], (*o.range)[1]};
        detail::merge(axis, o.more);
        axes_[key] = std::move(axis);
        return *this;
    }

    static bool is_scene(const Trace& t) {
        constexpr std::string_view types[] = {"scatter3d", "surface",    "mesh3d",    "cone",
                                              "volume",    "isosurface", "streamtube"};
        const json::value* type = t.members.if_contains("type");
        return type != nullptr && type->is_string() &&
               std::find(std::begin(types), std::end(types), std::string_view(type->get_string())) != std::end(types);
    }
    json::object layout_json() const {
        json::object layout = layout_;
        const auto scenes = std::count_if(traces_.begin(), traces_.end(), &is_scene);
        if (scenes == 0 && axes_.contains("zaxis"))
            throw MediaError(Status::invalid,
                             "plotly-file: the figure has a z axis, but no surface or scatter3d; add "
                             "one or leave the axis out");
        if (scenes != 0 && !axes_.empty()) layout["scene"] = axes_;
        if (scenes != static_cast<std::ptrdiff_t>(traces_.size())) detail::merge(layout, axes_);
        layout.erase("zaxis");
        detail::merge(layout, more_layout_);
        return layout;
    }
    /// With "@<mark><number>" for each array; null for an empty mark.
    json::object json_of(const std::string& mark) const {
        json::array data;
        std::size_t number = 0;
        for (const Trace& t : traces_) {
            json::object members = t.members;
            for (const auto& array : t.arrays) {
                const std::string name = '@' + mark + std::to_string(number++);
                if (!mark.empty()) detail::at_path(members, array.first) = name;
            }
            data.push_back(std::move(members));
        }
        return {{"data", std::move(data)}, {"layout", layout_json()}};
    }

    std::vector<Trace> traces_;
    json::object layout_;
    json::object axes_;
    json::object more_layout_;
};

}  // namespace wbm::plot
