#include "histogram.hpp"

#include "packed.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace wbm::histogram {
namespace {

constexpr std::string_view known_members[] = {"_type", "values", "bins", "_wbm"};
constexpr std::string_view known_packed_members[] = {"_type", "values", "packedBins", "_wbm"};
constexpr std::string_view known_wbm_members[] = {"skipped_nonfinite"};

const json::array& list(const json::object& j, std::string_view key) {
    const json::value* found = j.if_contains(key);
    if (found == nullptr) throw not_found('"' + std::string(key) + "\" is missing");
    if (!found->is_array()) throw invalid('"' + std::string(key) + "\" must be a list, it is " + brief(*found));
    return found->get_array();
}

std::optional<std::int64_t> skipped_of(const json::object& wbm) {
    const auto skipped = optional_integer(wbm, "skipped_nonfinite");
    if (skipped && *skipped < 1)
        throw invalid("\"skipped_nonfinite\" of \"_wbm\" must be a count of at least 1, it is " +
                      std::to_string(*skipped));
    return skipped;
}

/// The number that JSON of the wire means; NaN and infinities are texts where the server has been.
std::optional<double> as_double(const json::value& v) {
    if (v.is_number()) return v.to_number<double>();
    if (v == json::value("NaN")) return std::numeric_limits<double>::quiet_NaN();
    if (v == json::value("Infinity")) return std::numeric_limits<double>::infinity();
    if (v == json::value("-Infinity")) return -std::numeric_limits<double>::infinity();
    return std::nullopt;
}

/// Is the double this integer? Not by converting the integer, which rounds.
template <class Integer>
bool is_same_number(Integer integer, double x) {
    if (std::trunc(x) != x || x < -0x1p63 || x >= 0x1p64) return false;
    return x < 0 ? std::cmp_equal(static_cast<std::int64_t>(x), integer)
                 : std::cmp_equal(static_cast<std::uint64_t>(x), integer);
}

bool is_same(const json::value& a, const json::value& b) {
    if (a.is_array() && b.is_array())
        return std::equal(a.get_array().begin(), a.get_array().end(), b.get_array().begin(), b.get_array().end(),
                          is_same);
    if (a.is_double() && b.is_double())
        return a.get_double() == b.get_double() || (std::isnan(a.get_double()) && std::isnan(b.get_double()));
    if (b.is_double() && a.is_number()) return is_same(b, a);
    if (a.is_double() && b.is_int64()) return is_same_number(b.get_int64(), a.get_double());
    if (a.is_double() && b.is_uint64()) return is_same_number(b.get_uint64(), a.get_double());
    return a == b;
}

bool is_int64(const json::value& v) { return v.is_int64() || (v.is_uint64() && v.get_uint64() <= INT64_MAX); }

/// The sum of the counts: an integer when they all are and it is one. nullopt when some are no numbers.
std::optional<json::value> sum_of(const json::array& counts) {
    std::int64_t whole = 0;
    bool is_whole = true;
    double sum = 0;
    for (const json::value& count : counts) {
        const auto number = as_double(count);
        if (!number) return std::nullopt;
        sum += *number;
        is_whole =
            is_whole && is_int64(count) && !__builtin_add_overflow(whole, count.to_number<std::int64_t>(), &whole);
    }
    return is_whole ? json::value(whole) : json::value(sum);
}

std::vector<double> doubles(const json::array& elements, const char* what) {
    std::vector<double> numbers;
    for (const json::value& element : elements) {
        const auto number = as_double(element);
        if (!number)
            throw unsupported(std::string("the ") + what + " have " + brief(element) +
                              ", which no array of numbers holds");
        numbers.push_back(*number);
    }
    return numbers;
}

}  // namespace

Histogram Histogram::from_json(const json::object& j, const Store& source) {
    Histogram made;
    made.counts = list(j, "values");
    const bool is_packed = !j.contains("bins") && j.contains("packedBins");
    if (is_packed) {
        const json::value& packed = j.at("packedBins");
        if (!packed.is_object()) throw invalid("\"packedBins\" must be an object, it is " + brief(packed));
        made.edges = edges_of(packed.get_object(), made.counts.size());
        made.packed = packed.get_object();
    } else {
        made.edges = list(j, "bins");
    }
    if (made.edges.size() != made.counts.size() + 1)
        throw invalid("\"bins\" has " + std::to_string(made.edges.size()) + " edges, but \"values\" has " +
                      std::to_string(made.counts.size()) + " counts, which lie between one more");
    const json::object wbm = object_or_empty(j, "_wbm");
    made.skipped = skipped_of(wbm);
    made.wbm_extra = ExtraMembers(wbm, known_wbm_members, source);
    made.extra = is_packed ? ExtraMembers(j, known_packed_members, source) : ExtraMembers(j, known_members, source);
    return made;
}

json::object Histogram::to_json(Store target) const {
    json::object j{{"_type", type}, {"values", counts}};
    if (packed)
        j["packedBins"] = *packed;
    else
        j["bins"] = edges;
    json::object wbm;
    if (skipped) wbm["skipped_nonfinite"] = *skipped;
    wbm_extra.add_to(wbm, target);
    if (!wbm.empty()) j["_wbm"] = std::move(wbm);
    extra.add_to(j, target);
    return j;
}

json::object Histogram::fields() const {
    json::object known{{"histogram", counts}, {"bins", edges}, {"num_bins", counts.size()}};
    if (auto sum = sum_of(counts)) known["count"] = std::move(*sum);
    if (const auto first = as_double(edges.front())) known["min"] = *first;
    if (const auto last = as_double(edges.back())) known["max"] = *last;
    known["packed"] = packed.has_value();
    if (skipped) known["skipped_nonfinite"] = *skipped;
    return known;
}

Array Histogram::tensor(const json::object& options) const {
    only(options, {"what"});
    const std::string what = text_or(options, "what", "counts");
    if (what != "counts" && what != "edges")
        throw invalid("option \"what\" is " + brief(json::value(what)) + "; it must be counts or edges");
    if (what == "edges") return {doubles(edges, "edges"), {static_cast<std::int64_t>(edges.size())}};
    const std::vector<std::int64_t> shape{static_cast<std::int64_t>(counts.size())};
    if (!std::all_of(counts.begin(), counts.end(), is_int64)) return {doubles(counts, "counts"), shape};
    std::vector<std::int64_t> integers;
    for (const json::value& count : counts) integers.push_back(count.to_number<std::int64_t>());
    return {std::move(integers), shape};
}

bool Histogram::operator==(const Histogram& other) const {
    return is_same(json::value(counts), json::value(other.counts)) &&
           is_same(json::value(edges), json::value(other.edges)) && skipped == other.skipped &&
           wbm_extra == other.wbm_extra && extra == other.extra;
}

}  // namespace wbm::histogram
