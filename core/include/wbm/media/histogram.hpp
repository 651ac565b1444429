// wbm/media/histogram.hpp - Histogram: the typed way to make and read histograms. docs/media/histogram.md shows each
// part.
//
//     wbm::Histogram weights(numbers, {.num_bins = 32});
//     run.log("weights", weights.value());
//     auto same = wbm::Histogram::from_counts(weights.counts(), weights.edges());
//
// Implements the wire spec, section 13. Throws MediaError, as Registry::create() does.
#pragma once

#include <wbm/json.hpp>
#include <wbm/media/media_value.hpp>
#include <wbm/part.hpp>
#include <wbm/tensor.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace wbm {

/// A contiguous range of numbers: std::vector<double>, std::span<const std::uint8_t>.
template <class R>
concept NumberRange = std::ranges::contiguous_range<R> && std::is_arithmetic_v<std::ranges::range_value_t<R>>;

/// How numbers become a histogram.
struct HistogramOptions {
    /// How many bins of one width (1 to 512), the name of one of NumPy's rules ("auto", "fd", "doane", "scott",
    /// "stone", "rice", "sturges", "sqrt"), or the edges, which must rise.
    std::variant<std::int64_t, std::string, std::vector<double>> num_bins = std::int64_t{64};
    bool packed = false;          ///< write first edge, width and count where they give exactly these edges
    bool skip_nonfinite = false;  ///< leave NaN and infinities out; without it they are refused
};

/// A histogram: counts, and edges around them. [const calls are thread-safe]
class Histogram : public MediaValue {
public:
    static constexpr std::string_view type = "histogram";

    /// Of numbers. They are borrowed until the constructor returns.
    template <NumberRange R>
    explicit Histogram(const R& numbers, const HistogramOptions& options = {}, Registry& registry = default_registry())
        : Histogram(row(numbers), options, registry) {}
    /// Of an array of any shape and of any number type, float16 and bfloat16 included.
    explicit Histogram(const DLTensor& array, const HistogramOptions& options = {},
                       Registry& registry = default_registry())
        : Histogram(tensor_part(array), options, registry) {}
    explicit Histogram(const Tensor& array, const HistogramOptions& options = {},
                       Registry& registry = default_registry())
        : Histogram(array.dl(), options, registry) {}
    /// Of any part: tensor(), array(), or json_text() of a list.
    explicit Histogram(const Part& source, const HistogramOptions& options = {},
                       Registry& registry = default_registry())
        : MediaValue(registry.create(type, source, arguments(options)), type) {}
    /// What Artifact::get() or Registry::init_from_json() gave. Throws MediaError: invalid for null and another type;
    /// unsupported when no plugin knows the type.
    explicit Histogram(ValuePtr value) : MediaValue(std::move(value), type) {}

    /// Of counts and edges that are there already, at most 512 counts and one edge more. Nothing else is checked, as in
    /// the reference: counts may be densities, edges need not rise. Throws MediaError (invalid) for other lengths.
    template <NumberRange Counts, NumberRange Edges>
    [[nodiscard]] static Histogram from_counts(const Counts& counts, const Edges& edges, bool packed = false,
                                               Registry& registry = default_registry()) {
        json::object options{{"np_histogram", {"@counts", "@edges"}}};
        if (packed) options["packed"] = true;
        return Histogram(
            registry.create(type, json_text("null"), options, {{"counts", row(counts)}, {"edges", row(edges)}}));
    }

    /// Throws MediaError (unsupported) when they are no whole numbers: see values().
    [[nodiscard]] std::vector<std::int64_t> counts() const {
        const Tensor all = value()->tensor({{"what", "counts"}});
        if (all.dtype().code != kDLInt)
            throw MediaError(Status::unsupported,
                             "histogram: the counts are not all whole numbers of 64 bits; ask for values()");
        return {all.as<std::int64_t>().begin(), all.as<std::int64_t>().end()};
    }
    /// The counts, or the densities in their place.
    [[nodiscard]] std::vector<double> values() const {
        const Tensor all = value()->tensor({{"what", "counts"}});
        if (all.dtype().code != kDLInt) return {all.as<double>().begin(), all.as<double>().end()};
        std::vector<double> doubles;
        for (const std::int64_t count : all.as<std::int64_t>()) doubles.push_back(static_cast<double>(count));
        return doubles;
    }
    /// One more than counts.
    [[nodiscard]] std::vector<double> edges() const {
        const Tensor all = value()->tensor({{"what", "edges"}});
        return {all.as<double>().begin(), all.as<double>().end()};
    }
    [[nodiscard]] std::size_t num_bins() const { return value()->get<std::size_t>("num_bins").value_or(0); }
    /// The sum of all counts.
    [[nodiscard]] double count() const { return value()->get<double>("count").value_or(0); }
    /// Is it written as first edge, width and count?
    [[nodiscard]] bool is_packed() const { return value()->get<bool>("packed").value_or(false); }
    /// Numbers that are in no bin since they are not finite.
    [[nodiscard]] std::int64_t skipped_nonfinite() const {
        return value()->get<std::int64_t>("skipped_nonfinite").value_or(0);
    }

private:
    template <NumberRange R>
    static Part row(const R& numbers) {
        using Element = std::remove_cv_t<std::ranges::range_value_t<R>>;
        return array(std::ranges::data(numbers), dtype_of<Element>(),
                     {static_cast<std::int64_t>(std::ranges::size(numbers))});
    }
    static Part tensor_part(const DLTensor& array) { return tensor(array); }

    static json::object arguments(const HistogramOptions& o) {
        json::object options;
        if (const auto* bins = std::get_if<std::int64_t>(&o.num_bins))
            options["num_bins"] = *bins;
        else if (const auto* rule = std::get_if<std::string>(&o.num_bins))
            options["num_bins"] = *rule;
        else
            options["num_bins"] = json::array(std::get<2>(o.num_bins).begin(), std::get<2>(o.num_bins).end());
        if (o.packed) options["packed"] = true;
        if (o.skip_nonfinite) options["skip_nonfinite"] = true;
        return options;
    }
};

}  // namespace wbm
