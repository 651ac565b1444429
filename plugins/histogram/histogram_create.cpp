// How a histogram is made from what a caller has.
#include "histogram.hpp"

#include "bins/bins.hpp"
#include "histogram_options.hpp"
#include "limits.hpp"
#include "packed.hpp"

#include <utility>

namespace wbm::histogram {
namespace {

/// One half of np_histogram: a list of numbers, or an array of one dimension.
json::array row(const Input& in, const json::value& given, const char* what) {
    const std::string name = std::string("the ") + what + " of option \"np_histogram\"";
    if (given.is_array()) {
        for (const json::value& element : given.get_array())
            if (!element.is_number() && !element.is_bool())
                throw invalid(name + " have " + brief(element) + "; give numbers");
        return given.get_array();
    }
    if (!given.is_string() || given.get_string().size() < 2 || given.get_string().front() != '@')
        throw invalid(name + " are " + brief(given) + "; give a list, or name a part, such as \"@" + what + "\"");
    const DLTensor& array = in.part(std::string_view(given.get_string()).substr(1)).tensor();
    if (array.ndim != 1) throw invalid(name + " have shape " + shape_text(array) + "; give an array of one dimension");
    if (element_count(array) > max_bins + 1)
        throw invalid(name + " are " + std::to_string(element_count(array)) + "; a histogram has at most " +
                      std::to_string(max_bins) + " counts");
    return Numbers(array).to_list();
}

Histogram of_counts(const Input& in, const json::array& both) {
    Histogram made;
    made.counts = row(in, both[0], "counts");
    made.edges = row(in, both[1], "edges");
    if (made.counts.size() > max_bins)
        throw invalid("option \"np_histogram\" has " + std::to_string(made.counts.size()) +
                      " counts; the maximum length of a histogram is " + std::to_string(max_bins));
    if (made.edges.size() != made.counts.size() + 1)
        throw invalid("option \"np_histogram\" has " + std::to_string(made.counts.size()) + " counts and " +
                      std::to_string(made.edges.size()) + " edges; give one edge more than counts");
    return made;
}

Numbers numbers_of(const Input& in) {
    if (in.is(WBM_FROM_TENSOR)) return Numbers(in.tensor());
    const json::value source = in.json();
    if (source.is_null())
        throw invalid("the source is null; give numbers, or counts and edges in the option \"np_histogram\"");
    return {source, "the source"};
}

Histogram of_numbers(const Numbers& numbers, const HistogramOptions& options) {
    Histogram made;
    if (const auto* edges = std::get_if<json::array>(&options.bins)) {
        const Numbers limits(*edges, "option \"num_bins\"");
        made.edges = limits.to_list();
        for (const std::int64_t count : count_between(numbers, limits)) made.counts.emplace_back(count);
        if (const std::size_t nan = numbers.count_non_finite().nan; nan > 0)
            made.skipped = static_cast<std::int64_t>(nan);
        return made;
    }
    const auto* rule = std::get_if<std::string>(&options.bins);
    const Bins bins =
        equal_bins(numbers, rule != nullptr ? count_of_bins(numbers, *rule) : std::get<std::size_t>(options.bins));
    made.counts = json::array(bins.counts.begin(), bins.counts.end());
    made.edges = json::array(bins.edges.begin(), bins.edges.end());
    return made;
}

Histogram of_source(const Input& in, const HistogramOptions& options) {
    const Numbers numbers = numbers_of(in);
    const std::size_t skipped = options.skip_nonfinite ? numbers.count_non_finite().all() : 0;
    if (skipped == 0) return of_numbers(numbers, options);
    Histogram made = of_numbers(numbers.without_non_finite(), options);
    made.skipped = static_cast<std::int64_t>(skipped);
    return made;
}

}  // namespace

const char* const Histogram::facts = histogram_facts;

Histogram Histogram::create(Input in) {
    const HistogramOptions options = HistogramOptions::parse(in.options());
    Histogram made = options.np_histogram.empty() ? of_source(in, options) : of_counts(in, options.np_histogram);
    if (options.packed) made.packed = packed_of(made.edges);
    return made;
}

}  // namespace wbm::histogram
