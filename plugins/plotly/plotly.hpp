// plotly.hpp - Plotly: a figure that plotly.js draws. `_type` "plotly-file".
// Implements the wire spec, section 10, on the media rules of section 3.
#pragma once

#include <wbm/sdk.hpp>

#include <optional>
#include <string>

namespace wbm::plotly {

/// Made from a figure as plotly.js has it, {"data": [...], "layout": {...}, "frames": [...]}:
///   JSON    its text laid out without blanks, doubles as the shortest text of the same number
///   bytes   JSON text: the blanks go, numbers and strings stay as they are
///   a path  a ".json" or ".plotly.json" file, kept byte for byte; without its bare NaN, when it has some
/// Named parts are arrays that stand where JSON or bytes have "@name". Options:
///   caption        text
///   typed_arrays   true: arrays as plotly.js' typed arrays, {"dtype", "bdata"}; else lists of numbers
/// Immutable. [const calls are thread-safe]
struct Plotly {
    static constexpr const char* type = "plotly-file";
    static constexpr const char* aliases[] = {"plotly", nullptr};
    static constexpr auto inputs = WBM_FROM_JSON | WBM_FROM_PATH | WBM_FROM_BYTES;
    static constexpr auto non_finite = json::NonFinite::allow;  ///< in a figure that is kept inline
    static const char* const facts;

    static Plotly create(Input in);
    /// What the reference wrote is kept whatever it holds. The old form {"_type":"plotly","plot":{...}} stays inline.
    static Plotly from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(Store target) const;
    /// traces, trace_types, title, points, caption, sha256, size, where known.
    [[nodiscard]] json::object fields() const;
    /// The figure's text, as bytes. With options trace (a number) and array ("x", "marker.color") that array of
    /// numbers: lists as float64, null as NaN; typed arrays in their own dtype.
    [[nodiscard]] Array tensor(const json::object& options) const;
    /// What a file holds, by its content alone: the members of fields() that describe it.
    static json::object probe(const Part& file);
    /// Equal content, caption and unknown members.
    bool operator==(const Plotly& other) const;

    MediaFile file;                   ///< empty for a figure that is kept inline
    std::optional<std::string> plot;  ///< the JSON text of a figure that is kept inline
    std::optional<std::string> caption;
    json::object content;    ///< facts of the figure that "_wbm" has: traces, trace_types, title, points
    json::object seen;       ///< the same, of a figure without them that was looked at
    ExtraMembers wbm_extra;  ///< members of "_wbm" that this version does not know
    ExtraMembers extra;      ///< and members of the value's JSON
};

}  // namespace wbm::plotly
