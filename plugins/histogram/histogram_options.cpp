#include "histogram_options.hpp"

#include "bins/bins.hpp"
#include "limits.hpp"

namespace wbm::histogram {
namespace {

const json::value* given(const json::object& options, std::string_view key) {
    const json::value* found = options.if_contains(key);
    return found == nullptr || found->is_null() ? nullptr : found;
}

std::variant<std::size_t, std::string, json::array> bins_option(const json::value& v) {
    if (v.is_string()) return std::string(std::string_view(v.get_string()));
    if (v.is_array()) {
        if (v.get_array().empty() || v.get_array().size() > max_bins + 1)
            throw invalid("option \"num_bins\" has " + std::to_string(v.get_array().size()) + " edges; give 1 to " +
                          std::to_string(max_bins + 1));
        return v.get_array();
    }
    const bool is_integer = v.is_int64() || v.is_uint64();
    if (!is_integer || v.to_number<double>() < 1 || v.to_number<double>() > static_cast<double>(max_bins))
        throw invalid("option \"num_bins\" is " + brief(v) + "; give a whole number of 1 to " +
                      std::to_string(max_bins) + ", one of " + rule_names + ", or a list of edges");
    return v.to_number<std::size_t>();
}

json::array np_histogram_option(const json::value& v) {
    if (v.is_array() && (v.get_array().empty() || v.get_array().size() == 2)) return v.get_array();
    throw invalid("option \"np_histogram\" is " + brief(v) +
                  "; give two lists, the counts and the edges, as numpy.histogram returns them");
}

}  // namespace

const char* const histogram_facts = R"json({
  "description": "Histograms: of numbers, or of counts and edges",
  "non_finite": true,
  "options": {
    "type": "object",
    "properties": {
      "num_bins": {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 512},
                             {"enum": ["auto", "fd", "doane", "scott", "stone", "rice", "sturges", "sqrt"]},
                             {"type": "array", "items": {"type": "number"}, "minItems": 1, "maxItems": 513},
                             {"type": "null"}],
                   "default": 64, "description": "how many equal bins, the rule that finds it, or the edges"},
      "np_histogram": {"type": ["array", "null"], "maxItems": 2,
                       "description": "[counts, edges], each a list or '@part'; used in place of the source"},
      "packed": {"type": "boolean", "default": false,
                 "description": "write the edges as {min, size, count} where that gives the same edges"},
      "skip_nonfinite": {"type": "boolean", "default": false,
                         "description": "leave NaN and infinities out, and note how many there were"}
    },
    "additionalProperties": false
  }
})json";

HistogramOptions HistogramOptions::parse(const json::object& options) {
    only(options, {"num_bins", "np_histogram", "packed", "skip_nonfinite"});
    HistogramOptions parsed;
    if (const json::value* bins = given(options, "num_bins")) parsed.bins = bins_option(*bins);
    if (const json::value* both = given(options, "np_histogram")) parsed.np_histogram = np_histogram_option(*both);
    parsed.packed = boolean_or(options, "packed", false);
    parsed.skip_nonfinite = boolean_or(options, "skip_nonfinite", false);
    return parsed;
}

}  // namespace wbm::histogram
