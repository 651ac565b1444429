#include "check/check.hpp"

#include <algorithm>

namespace wbm::tool {

const std::vector<Check>& all_checks() {
    static const std::vector<Check> checks = [] {
        std::vector<Check> all;
        for (const auto group :
             {&file_checks, &symbol_checks, &load_checks, &side_effect_checks, &neighbour_checks, &round_trip_checks,
              &input_checks, &refusal_checks, &hostile_checks, &lifetime_checks, &thread_checks, &manners_checks})
            for (Check& check : group()) all.push_back(std::move(check));
        std::sort(all.begin(), all.end(), [](const Check& a, const Check& b) { return a.number < b.number; });
        return all;
    }();
    return checks;
}

}  // namespace wbm::tool
