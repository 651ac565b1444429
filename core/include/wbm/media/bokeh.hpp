// wbm/media/bokeh.hpp - Bokeh: the typed way to make and read plots of Bokeh. docs/media/bokeh.md shows each part.
//
//     wbm::Bokeh plot(std::filesystem::path("plot.bokeh.json"), {.caption = "a line"});
//     run.log("plot", plot.value());
//     artifact.add(plot, "plot");
//
// Implements the wire spec, section 11. Throws MediaError, as Registry::create() does.
#pragma once

#include <wbm/json.hpp>
#include <wbm/media/media_value.hpp>
#include <wbm/part.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wbm {

/// What may be said of a plot.
struct BokehOptions {
    std::optional<std::string> caption = {};
};

/// A plot, as the JSON of its Bokeh document. [const calls are thread-safe]
class Bokeh : public MediaValue {
public:
    static constexpr std::string_view type = "bokeh-file";

    /// From a file whose name ends with ".bokeh.json", kept byte for byte.
    explicit Bokeh(const std::filesystem::path& file, const BokehOptions& options = {},
                   Registry& registry = default_registry())
        : Bokeh(path(file), options, registry) {}
    /// From a document: what Bokeh's Document.to_json() gives. Models of Bokeh 1 and 2 are sorted by id.
    explicit Bokeh(const json::object& document, const BokehOptions& options = {},
                   Registry& registry = default_registry())
        : Bokeh(json_text(json::write(document, json::Style::fast, json::NonFinite::allow)), options, registry) {}
    /// From any part: bytes() of a document's text, whose integers keep their digits.
    explicit Bokeh(const Part& source, const BokehOptions& options = {}, Registry& registry = default_registry())
        : MediaValue(registry.create(type, source, json_of(options)), type) {}
    /// What Artifact::get() or Registry::init_from_json() gave. Throws MediaError: invalid for null and another type;
    /// unsupported when no plugin knows the type.
    explicit Bokeh(ValuePtr value) : MediaValue(std::move(value), type) {}

    // What the document says; nullopt where it is not known: of a large file that the reference wrote, of a broken one.
    [[nodiscard]] std::optional<std::string> title() const { return value()->get<std::string>("title"); }
    /// Of the Bokeh that wrote it.
    [[nodiscard]] std::optional<std::string> version() const { return value()->get<std::string>("version"); }
    /// Plots and widgets that stand on their own.
    [[nodiscard]] std::optional<std::uint64_t> root_count() const { return value()->get<std::uint64_t>("roots"); }
    /// Models that roots are made of, each counted once, the roots themselves included.
    [[nodiscard]] std::optional<std::uint64_t> model_count() const { return value()->get<std::uint64_t>("models"); }

private:
    static json::object json_of(const BokehOptions& options) {
        json::object j;
        if (options.caption) j["caption"] = *options.caption;
        return j;
    }
};

}  // namespace wbm
