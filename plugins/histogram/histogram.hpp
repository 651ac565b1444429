// histogram.hpp - Histogram: how many numbers are in each of a row of bins. `_type` "histogram".
// Implements the wire spec, section 13. It has no file.
#pragma once

#include <wbm/sdk.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace wbm::histogram {

/// Made from
///   a tensor  numbers, of any shape; bins/bins.hpp says which types
///   JSON      a number, or lists of numbers in lists, as the reference takes Python's; null with option np_histogram
/// Options:
///   num_bins         1 to 512 (64), the name of one of NumPy's rules, or a list of edges
///   np_histogram     [counts, edges], each a list or "@part"; the source is passed over then
///   packed           true: write "packedBins" where that gives the same edges
///   skip_nonfinite   true: leave NaN and infinities out; without it they are refused
/// Immutable. [const calls are thread-safe]
struct Histogram {
    static constexpr const char* type = "histogram";
    static constexpr auto inputs = WBM_FROM_TENSOR | WBM_FROM_JSON;
    static constexpr auto non_finite = json::NonFinite::allow;  // the reference checks no number of np_histogram
    static const char* const facts;

    static Histogram create(Input in);
    /// Reads "bins" and "packedBins". The elements may be anything, as in the reference.
    static Histogram from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(Store target) const;
    /// histogram, bins, num_bins, count (the sum), min and max (the outer edges), packed, skipped_nonfinite, where
    /// known.
    [[nodiscard]] json::object fields() const;
    /// Option what: "counts" (int64, or float64 when some are no whole numbers) or "edges" (float64).
    [[nodiscard]] Array tensor(const json::object& options) const;
    /// Equal counts and edges, number by number (1 is 1.0 and NaN is NaN), skipped numbers and unknown members. Whether
    /// the edges are packed makes no difference.
    bool operator==(const Histogram& other) const;

    json::array counts;
    json::array edges;                    ///< one more than counts
    std::optional<json::object> packed;   ///< what is written in place of the edges
    std::optional<std::int64_t> skipped;  ///< numbers that are in no bin as they are not finite; never 0
    ExtraMembers wbm_extra;               ///< members of "_wbm" that this version does not know
    ExtraMembers extra;                   ///< and members of the histogram's JSON
};

}  // namespace wbm::histogram
