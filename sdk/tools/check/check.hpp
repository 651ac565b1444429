// check.hpp - what a check is: a sentence that holds for a plugin or does not, and the runs that find out.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace wbm::tool {

class Subject;

/// What a run of a check found.
struct Finding {
    enum class Kind {
        passed,
        remark,   ///< passed; `text` is worth a line for people
        warning,  ///< nothing is broken, but it will annoy: never fails a plugin
        skipped,  ///< it cannot be told here; `text` says why
        failed,
    };
    Kind kind = Kind::passed;
    std::string text;
};

/// A rule that does not hold; what() is the reason.
class Failure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

inline void require(bool holds, const std::string& reason) {
    if (!holds) throw Failure(reason);
}

/// One run of a check: on one type, say, or on one value. It runs in a child process of its own. Any exception is a
/// failure with its what(), a crash or a hang is one too.
struct Case {
    std::string label;  ///< before the reason; may be empty
    std::function<Finding()> run;

    /// `function` returns a Finding, or nothing when it always passes or throws.
    template <class Function>
    Case(std::string case_label, Function function) : label(std::move(case_label)) {
        if constexpr (std::is_void_v<std::invoke_result_t<Function&>>) {
            run = [f = std::move(function)] {
                f();
                return Finding{};
            };
        } else {
            run = std::move(function);
        }
    }
};

/// What a run may use. Memory is what it may map on top of what the tool has mapped.
struct Bounds {
    std::chrono::seconds time{60};
    std::uint64_t memory_bytes = std::uint64_t{2} << 30;
};

/// A check of the kit. Number and id stay for good: people and tests name a check by them.
struct Check {
    int number = 0;
    const char* id = "";        ///< "exported-symbols"
    const char* sentence = "";  ///< "exactly one exported symbol"
    std::vector<int> needs;     ///< the checks without which this one cannot be run
    /// The runs. Called in the tool itself once the needed checks have passed, so it runs nothing of the plugin.
    std::function<std::vector<Case>(const Subject&)> cases;
    const char* why_none = "";  ///< why there may be no case
    Bounds bounds = {};
};

/// Every check, by number: 1, 2, ...
[[nodiscard]] const std::vector<Check>& all_checks();

// The groups that all_checks() is made of, each in the file of its name.
[[nodiscard]] std::vector<Check> file_checks();         ///< before any of the plugin's code runs
[[nodiscard]] std::vector<Check> symbol_checks();       ///< what the library shares with the rest of the process
[[nodiscard]] std::vector<Check> load_checks();         ///< the table that the entry gives
[[nodiscard]] std::vector<Check> side_effect_checks();  ///< what loading does to the process
[[nodiscard]] std::vector<Check> neighbour_checks();    ///< living in one process with others
[[nodiscard]] std::vector<Check> round_trip_checks();   ///< what is written is read back
[[nodiscard]] std::vector<Check> input_checks();        ///< what a value is made from and what its texts may hold
[[nodiscard]] std::vector<Check> refusal_checks();      ///< broken input is refused, with a sentence
[[nodiscard]] std::vector<Check> hostile_checks();      ///< bombs, memory that ends, changes without number
[[nodiscard]] std::vector<Check> lifetime_checks();     ///< values and the library come and go
[[nodiscard]] std::vector<Check> thread_checks();       ///< many threads, and processes that fork
[[nodiscard]] std::vector<Check> manners_checks();      ///< what a good guest does

/// A check with one run.
[[nodiscard]] inline std::vector<Case> one_case(std::function<void()> run) {
    std::vector<Case> cases;
    cases.emplace_back("", std::move(run));
    return cases;
}

/// The same for a check that needs no more than the subject: `look` returns a Finding or nothing.
template <class Result>
[[nodiscard]] std::function<std::vector<Case>(const Subject&)> once(Result (*look)(const Subject&)) {
    return [look](const Subject& subject) {
        std::vector<Case> cases;
        cases.emplace_back("", [&subject, look] { return look(subject); });
        return cases;
    };
}

}  // namespace wbm::tool
