// outline.hpp - what a figure holds, and whether it is one: the outline of plotly.js' figure schema.
#pragma once

#include "../arrays/array_parts.hpp"

#include <wbm/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::plotly {

struct Outline {
    std::uint64_t traces = 0;
    std::vector<std::string> trace_types;    ///< distinct, in the order of the traces, at most max_listed_types
    std::vector<std::string> unknown_types;  ///< those that plotly.js does not have
    std::optional<std::string> title;
    std::uint64_t points = 0;  ///< of each trace the elements of its longest list or array, summed

    /// The members of fields() and "_wbm": traces, trace_types, title, points.
    [[nodiscard]] json::object facts() const;
};

/// Reads the outline of a figure that check_json() has passed. Throws invalid: "data" that is missing or no list, a
/// trace, "layout" or a frame that is no object, "frames" that is no list, a type that is no text, a typed array whose
/// bytes are none. `arrays` are what "@name" stands for.
[[nodiscard]] Outline outline_of(std::string_view sound, const std::string& name, const ArrayParts& arrays = {});

}  // namespace wbm::plotly
