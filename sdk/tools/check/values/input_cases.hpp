// input_cases.hpp - the runs of the checks of input, each in the file that its name says.
#pragma once

#include "check/check.hpp"

namespace wbm::tool {

class Subject;

[[nodiscard]] std::vector<Case> tensor_cases(const Subject& subject);   ///< 36: tensor_cases.cpp
[[nodiscard]] std::vector<Case> golden_cases(const Subject& subject);   ///< 39: golden.cpp
[[nodiscard]] std::vector<Case> extreme_cases(const Subject& subject);  ///< 40: extreme_cases.cpp
[[nodiscard]] std::vector<Case> memory_cases(const Subject& subject);   ///< 44: memory_cases.cpp
[[nodiscard]] std::vector<Case> option_cases(const Subject& subject);   ///< 46: option_cases.cpp
[[nodiscard]] std::vector<Case> bomb_cases(const Subject& subject);     ///< 48: bomb_cases.cpp
[[nodiscard]] std::vector<Case> fuzz_cases(const Subject& subject);     ///< 49: fuzz_cases.cpp

}  // namespace wbm::tool
