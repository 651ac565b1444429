// histogram_options.hpp - what may be said beside the numbers when a histogram is made.
#pragma once

#include <wbm/json.hpp>
#include <wbm/sdk.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <variant>

namespace wbm::histogram {

struct HistogramOptions {
    /// A number of bins, the name of a rule, or edges.
    std::variant<std::size_t, std::string, json::array> bins = std::size_t{64};
    /// [counts, edges]; empty when it is not given.
    json::array np_histogram;
    bool packed = false;
    bool skip_nonfinite = false;

    /// Throws invalid for an option that is unknown, of another kind or out of range.
    [[nodiscard]] static HistogramOptions parse(const json::object& options);
};

/// Their JSON schema and the rest of what the manifest says of histograms.
extern const char* const histogram_facts;

}  // namespace wbm::histogram
