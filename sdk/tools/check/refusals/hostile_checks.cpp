// Checks 44 to 49: memory that ends, bombs, and changes without number.
#include "check/subject.hpp"
#include "check/values/input_cases.hpp"

namespace wbm::tool {

std::vector<Check> hostile_checks() {
    const char* none = "no sample was taken; give a folder of files that the plugin takes";
    return {
        {44, "failing-memory", "a failing allocation ends in a value or a status", {22}, &memory_cases, none},
        {46, "option-kinds", "options of the wrong kind are refused by name", {22}, &option_cases, none},
        {48,
         "bombs",
         "what claims to be huge ends in a value or a status",
         {22},
         &bomb_cases,
         none,
         {std::chrono::seconds(120), std::uint64_t{1} << 30U}},
        {49,
         "fuzz",
         "changes without number end in a value that is kept or in a status",
         {22, 28, 29, 30},
         &fuzz_cases,
         none,
         {std::chrono::hours(25), std::uint64_t{2} << 30U}},  // it minds the time itself
    };
}

}  // namespace wbm::tool
