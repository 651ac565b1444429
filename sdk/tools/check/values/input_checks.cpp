// Checks 36 to 40: what a value is made from, and what its texts may hold.
#include "check/subject.hpp"
#include "check/values/input_cases.hpp"

namespace wbm::tool {

std::vector<Check> input_checks() {
    return {
        {36,
         "tensor-kinds",
         "arrays of every layout and number type are taken or refused, and not written to",
         {22, 28, 29},
         &tensor_cases,
         "no type takes arrays"},
        {39,
         "golden-files",
         "what earlier releases wrote is still read",
         {22},
         &golden_cases,
         "the folder of samples has no golden/; --write-golden makes it, before a release"},
        {40,
         "extreme-values",
         "extreme texts and numbers are kept or refused",
         {22, 28, 29, 30},
         &extreme_cases,
         "no sample was taken; give a folder of files that the plugin takes"},
    };
}

}  // namespace wbm::tool
