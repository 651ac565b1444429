#include "did_you_mean.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

namespace wbm {

namespace {

/// Names longer than this are not mistyped ones.
constexpr std::size_t longest_name = 64;

/// Optimal string alignment distance, three rows at a time.
std::size_t edits(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before, above(b.size() + 1), row(b.size() + 1);
    for (std::size_t k = 0; k <= b.size(); ++k) above[k] = k;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t k = 1; k <= b.size(); ++k) {
            row[k] = std::min({above[k] + 1, row[k - 1] + 1, above[k - 1] + (a[i - 1] == b[k - 1] ? 0 : 1)});
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
                row[k] = std::min(row[k], before[k - 2] + 1);
        }
        before = above;
        above.swap(row);
    }
    return above[b.size()];
}

}  // namespace

std::string_view nearest_name(std::string_view name, const std::vector<std::string_view>& candidates) {
    std::string_view nearest;
    if (name.empty() || name.size() > longest_name) return nearest;
    std::size_t most = std::max<std::size_t>(1, name.size() / 3) + 1;
    for (const std::string_view candidate : candidates) {
        const std::size_t apart =
            candidate.size() > name.size() ? candidate.size() - name.size() : name.size() - candidate.size();
        if (apart >= most) continue;
        const std::size_t count = edits(name, candidate);
        if (count >= most) continue;
        most = count;
        nearest = candidate;
    }
    return nearest;
}

}  // namespace wbm
