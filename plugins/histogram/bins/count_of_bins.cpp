// NumPy's rules for the number of equal bins. Each finds a width; the number is the range over the width, rounded up.
#include "bins.hpp"

#include "arithmetic.hpp"
#include "statistics.hpp"

#include "../limits.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace wbm::histogram {
namespace {

/// A width, and whether NumPy has it in the type of the numbers, so that what follows is rounded to that type.
struct Width {
    double size = 0;
    bool is_of_type = false;
};

/// Rounds to the arithmetic of the numbers.
double rounded(const Numbers& numbers, double x) {
    return std::visit(
        [&](const auto& elements) {
            using T = typename std::decay_t<decltype(elements)>::value_type;
            return static_cast<double>(ArithmeticOf<T>::round(x));
        },
        numbers.values());
}

bool are_integers(const Numbers& numbers) {
    return std::visit(
        [](const auto& elements) { return std::is_integral_v<typename std::decay_t<decltype(elements)>::value_type>; },
        numbers.values());
}

double size_of(const Numbers& numbers) { return static_cast<double>(numbers.size()); }

Width square_root(const Numbers& x) { return {spread_of(x) / std::sqrt(size_of(x))}; }

Width sturges(const Numbers& x) { return {spread_of(x) / (std::log2(size_of(x)) + 1)}; }

Width rice(const Numbers& x) {
    return {rounded(x, spread_of(x) / rounded(x, 2 * std::pow(size_of(x), 1.0 / 3))), true};
}

Width scott(const Numbers& x) {
    constexpr double pi = 3.14159265358979323846;
    const double factor = std::pow(24 * std::sqrt(pi) / size_of(x), 1.0 / 3);
    return {rounded(x, rounded(x, factor) * standard_deviation_of(x)), true};
}

Width freedman_diaconis(const Numbers& x) { return {2 * quartile_range_of(x) * std::pow(size_of(x), -1.0 / 3)}; }

Width doane(const Numbers& x) {
    const double n = size_of(x);
    if (n <= 2 || !(standard_deviation_of(x) > 0)) return {};
    const double deviation = std::sqrt(6 * (n - 2) / ((n + 1) * (n + 3)));
    return {spread_of(x) / (1 + std::log2(n) + std::log2(1 + std::fabs(skewness_of(x)) / deviation))};
}

/// The least number of bins whose estimated error is smallest.
Width stone(const Numbers& x) {
    const double n = size_of(x);
    const double spread = spread_of(x);
    if (x.size() <= 1 || spread == 0) return {};
    if (x.size() > max_stone_numbers)
        throw invalid("option \"num_bins\" is \"stone\", which is for at most " + std::to_string(max_stone_numbers) +
                      " numbers, there are " + std::to_string(x.size()) + "; choose another rule");
    const auto most = std::max<std::size_t>(100, static_cast<std::size_t>(std::sqrt(n)));
    double least = 0;
    std::size_t best = 0;
    for (std::size_t bins = 1; bins <= most; ++bins) {
        double squares = 0;
        for (const std::int64_t count : equal_bins(x, bins).counts)
            squares += (static_cast<double>(count) / n) * (static_cast<double>(count) / n);
        const double width = rounded(x, spread / static_cast<double>(bins));
        const double error = (2 - (n + 1) * squares) / width;
        if (best == 0 || error < least) std::tie(best, least) = std::pair(bins, error);
    }
    return {rounded(x, spread / static_cast<double>(best)), true};
}

Width automatic(const Numbers& x) {
    const double narrow = std::max(freedman_diaconis(x).size, square_root(x).size / 2);
    return {std::min(narrow, sturges(x).size)};
}

using Rule = Width (*)(const Numbers&);
constexpr std::pair<const char*, Rule> rules[] = {{"auto", &automatic},  {"fd", &freedman_diaconis}, {"doane", &doane},
                                                  {"scott", &scott},     {"stone", &stone},          {"rice", &rice},
                                                  {"sturges", &sturges}, {"sqrt", &square_root}};

Rule rule_of(const std::string& name) {
    for (const auto& [known, rule] : rules)
        if (name == known) return rule;
    throw invalid("option \"num_bins\" is " + brief(json::value(name)) + "; the rules are " + rule_names +
                  ", or give a number or a list of edges");
}

}  // namespace

std::size_t count_of_bins(const Numbers& numbers, const std::string& name) {
    const Rule rule = rule_of(name);
    if (numbers.size() == 0) return 1;
    const Bins range = equal_bins(numbers, 1);  // refuses NaN and infinities
    Width width = rule(numbers);
    if (width.size == 0) return 1;
    if (are_integers(numbers) && width.size < 1) width = {1};
    const double spread = spread_of(numbers);
    // Equal numbers have the range of one bin.
    const double whole = spread == 0 ? range.edges.back() - range.edges.front() : spread;
    const double ratio = width.is_of_type ? rounded(numbers, whole / width.size) : whole / width.size;
    if (!(std::ceil(ratio) >= 1 && std::ceil(ratio) <= static_cast<double>(max_bins)))
        throw invalid("option \"num_bins\" is \"" + name + "\", which finds " + brief(json::value(std::ceil(ratio))) +
                      " bins, not 1 to " + std::to_string(max_bins) + "; give a number");
    return static_cast<std::size_t>(std::ceil(ratio));
}

}  // namespace wbm::histogram
