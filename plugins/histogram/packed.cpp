#include "packed.hpp"

#include <wbm/sdk.hpp>

#include <cmath>
#include <string>

namespace wbm::histogram {
namespace {

double edge_at(double min, double size, std::size_t i) { return min + static_cast<double>(i) * size; }

bool gives(const json::array& edges, double min, double size) {
    for (std::size_t i = 0; i < edges.size(); ++i)
        if (edge_at(min, size, i) != edges[i].to_number<double>()) return false;
    return true;
}

/// Does a double hold the number?
bool is_finite_double(const json::value& edge) {
    if (edge.is_double()) return std::isfinite(edge.get_double());
    constexpr std::int64_t most = std::int64_t{1} << 53;
    if (edge.is_int64()) return edge.get_int64() >= -most && edge.get_int64() <= most;
    return edge.is_uint64() && edge.get_uint64() <= static_cast<std::uint64_t>(most);
}

double number(const json::object& packed, std::string_view key) {
    const json::value* found = packed.if_contains(key);
    if (found == nullptr) throw not_found('"' + std::string(key) + "\" of \"packedBins\" is missing");
    if (!found->is_number())
        throw invalid('"' + std::string(key) + "\" of \"packedBins\" must be a number, it is " + brief(*found));
    return found->to_number<double>();
}

}  // namespace

std::optional<json::object> packed_of(const json::array& edges) {
    if (edges.size() < 2) return std::nullopt;
    for (const json::value& edge : edges)
        if (!is_finite_double(edge)) return std::nullopt;
    const auto first = edges.front().to_number<double>();
    const auto last = edges.back().to_number<double>();
    const std::size_t bins = edges.size() - 1;
    // Which of the two is exact depends on the numbers.
    for (const double size : {(last - first) / static_cast<double>(bins), edges[1].to_number<double>() - first})
        if (gives(edges, first, size)) return json::object{{"min", first}, {"size", size}, {"count", bins}};
    return std::nullopt;
}

json::array edges_of(const json::object& packed, std::size_t bins) {
    const double min = number(packed, "min");
    const double size = number(packed, "size");
    if (number(packed, "count") != static_cast<double>(bins))
        throw invalid("\"count\" of \"packedBins\" is " + brief(packed.at("count")) + ", but \"values\" has " +
                      std::to_string(bins) + " counts");
    json::array edges;
    for (std::size_t i = 0; i <= bins; ++i) edges.emplace_back(edge_at(min, size, i));
    return edges;
}

}  // namespace wbm::histogram
