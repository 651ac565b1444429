// wbm/media/plotly.hpp - Plotly: the typed way to log and read figures of plotly.js. docs/media/plotly.md shows each
// part.
//
//     auto figure = wbm::plot::Figure().title("loss").line(steps, losses, {.name = "train"}).x_axis("step");
//     run.log("loss", figure.value());
//
//     wbm::Plotly plot(std::filesystem::path("figure.plotly.json"), {.caption = "from a notebook"});
//
// Implements the wire spec, section 10. Throws MediaError, as Registry::create() does.
#pragma once

#include <wbm/json.hpp>
#include <wbm/media/media_value.hpp>
#include <wbm/media/plotly_figure.hpp>
#include <wbm/part.hpp>
#include <wbm/tensor.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wbm {

/// A figure. [const calls are thread-safe]
class Plotly : public MediaValue {
public:
    static constexpr std::string_view type = "plotly-file";

    /// What the builder made.
    explicit Plotly(const plot::Figure& figure, const PlotlyOptions& options = {},
                    Registry& registry = default_registry())
        : Plotly(figure.value(registry, options)) {}
    /// A ".json" or ".plotly.json" file, kept byte for byte; one with bare NaN is kept with null in its place.
    explicit Plotly(const std::filesystem::path& file, const PlotlyOptions& options = {},
                    Registry& registry = default_registry())
        : Plotly(path(file), options, registry) {}
    /// A figure as plotly.js has it: {"data": [...], "layout": {...}}.
    explicit Plotly(const json::object& figure, const PlotlyOptions& options = {},
                    Registry& registry = default_registry())
        : Plotly(json_text(json::write(figure, json::Style::fast, json::NonFinite::allow)), options, registry) {}
    /// Any part; `arrays` stand where the figure's JSON has "@name". json_text() is laid out anew, bytes() lose their
    /// blanks alone.
    explicit Plotly(const Part& source, const PlotlyOptions& options = {}, Registry& registry = default_registry(),
                    const std::vector<NamedPart>& arrays = {})
        : Plotly(registry.create(type, source, plot::detail::arguments(options), arrays)) {}
    /// A figure's JSON text, as Python's figure.to_json() gives it.
    [[nodiscard]] static Plotly from_text(std::string_view text, const PlotlyOptions& options = {},
                                          Registry& registry = default_registry()) {
        return Plotly(bytes(text), options, registry);
    }
    /// What Artifact::get() or Registry::init_from_json() gave. Throws MediaError: invalid for null and another type;
    /// unsupported when no plugin knows the type.
    explicit Plotly(ValuePtr value) : MediaValue(std::move(value), type) {}

    // nullopt and empty where they are not known: of a large figure that the reference wrote.
    [[nodiscard]] std::optional<std::uint64_t> traces() const { return value()->get<std::uint64_t>("traces"); }
    /// Of each trace the elements of its longest array, summed.
    [[nodiscard]] std::optional<std::uint64_t> points() const { return value()->get<std::uint64_t>("points"); }
    [[nodiscard]] std::optional<std::string> title() const { return value()->get<std::string>("title"); }
    /// Distinct, in the order of the traces.
    [[nodiscard]] std::vector<std::string> trace_types() const {
        std::vector<std::string> types;
        const json::object fields = value()->fields();
        if (const json::value* found = fields.if_contains("trace_types"))
            for (const json::value& each : found->as_array()) types.emplace_back(std::string_view(each.as_string()));
        return types;
    }

    /// The figure's JSON text, as it is stored.
    [[nodiscard]] std::string text() const {
        const Tensor tensor = value()->tensor();
        return {reinterpret_cast<const char*>(tensor.bytes().data()), tensor.bytes().size()};
    }
    /// The figure. Typed arrays are objects with "dtype" and "bdata".
    [[nodiscard]] json::object figure() const { return json::read_object(text()); }
    /// An array of numbers of a trace, "x" or "marker.color": lists as float64 with null as NaN, typed arrays in their
    /// own dtype. Throws MediaError: invalid for a trace that is not there; not_found for an array that is not;
    /// unsupported for what is no array of numbers, such as categories.
    [[nodiscard]] Tensor array(std::int64_t trace, std::string_view name) const {
        return value()->tensor({{"trace", trace}, {"array", name}});
    }
};

}  // namespace wbm
