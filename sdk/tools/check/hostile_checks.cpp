// Checks 44 to 49: memory that ends, bombs, and changes without number.
#include "input_cases.hpp"
#include "subject.hpp"

namespace wbm::tool {

std::vector<Check> hostile_checks() {
    const char* none = "no sample was taken; give a folder of files that the plugin takes";
    return {
        {46, "option-kinds", "options of the wrong kind are refused by name", {22}, &option_cases, none},
    };
}

}  // namespace wbm::tool
