// wbm/media/plain_array.hpp - what a plain array becomes in a run's history and in its summary.
//
//     run.log("weights", wbm::plain_array(registry, tensor));          // a number, a list, or a histogram
//     summary["weights"] = wbm::array_summary(tensor);                 // mean, variance, percentiles
//
// Implements the wire spec, section 2.8. docs/media/histogram.md shows both.
#pragma once

#include <wbm/json.hpp>
#include <wbm/media/array_statistics.hpp>
#include <wbm/part.hpp>
#include <wbm/registry.hpp>
#include <wbm/tensor.hpp>
#include <wbm/value.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace wbm {

/// Arrays up to this size stay lists in a run's history; larger ones become a histogram of as many bins.
inline constexpr std::size_t largest_plain_array = 32;

namespace detail {

/// The elements from `next` on as lists in lists, `shape[axis]` of them.
template <class Element>
json::value nested_list(const DLTensor& array, const ArrayElements<Element>& elements, std::size_t& next,
                        int axis = 0) {
    if (axis == array.ndim) return elements.json_at(next++);
    json::array list;
    for (std::int64_t i = 0; i < array.shape[axis]; ++i) list.push_back(nested_list(array, elements, next, axis + 1));
    return list;
}

}  // namespace detail

/// An array as a run's history has it: one element is that number, up to 32 are nested lists, more are the JSON of a
/// histogram of 32 bins. float16 and float32 become the same number as a double; bool becomes true and false. NaN and
/// infinities stay in lists. Throws MediaError: unsupported for another element type than a histogram's, for memory
/// that is not the CPU's, and without the histogram plugin (not_found); invalid for NaN and infinities in more than 32.
[[nodiscard]] inline json::value plain_array(Registry& registry, const DLTensor& array) {
    if (detail::element_count(array) > largest_plain_array) {
        const ValuePtr histogram =
            registry.create("histogram", tensor(array), {{"num_bins", static_cast<std::int64_t>(largest_plain_array)}});
        json::object fields = histogram->fields();
        return json::object{{"_type", "histogram"},
                            {"values", std::move(fields.at("histogram"))},
                            {"bins", std::move(fields.at("bins"))}};
    }
    return detail::with_elements(array, [&](const auto& elements) -> json::value {
        if (elements.size() == 1) return elements.json_at(0);
        std::size_t next = 0;
        return detail::nested_list(array, elements, next);
    });
}
[[nodiscard]] inline json::value plain_array(Registry& registry, const Tensor& array) {
    return plain_array(registry, array.dl());
}

/// An array as a run's summary has it where it is too large for a list: `{"_type":"numpy.ndarray","var","mean","min",
/// "max","10%","25%","75%","90%","size"}`. The numbers are NumPy's, computed in the array's own type: sums in pairs,
/// variance of all elements (ddof 0), percentiles between neighbours. bool counts as 0 and 1. Throws MediaError:
/// invalid for an empty array; unsupported as plain_array().
[[nodiscard]] inline json::object array_summary(const DLTensor& array) {
    if (detail::element_count(array) == 0)
        throw MediaError(Status::invalid, "an array without elements has no summary; log it as a list");
    return detail::with_elements(array, [](const auto& elements) {
        const auto statistics = detail::ArrayStatistics(elements);
        json::object summary{{"_type", "numpy.ndarray"},
                             {"var", statistics.variance()},
                             {"mean", statistics.mean()},
                             {"min", statistics.smallest()},
                             {"max", statistics.largest()}};
        for (const int percent : {10, 25, 75, 90})
            summary[std::to_string(percent) + "%"] = statistics.percentile(percent);
        summary["size"] = elements.size();
        return summary;
    });
}
[[nodiscard]] inline json::object array_summary(const Tensor& array) { return array_summary(array.dl()); }

}  // namespace wbm
