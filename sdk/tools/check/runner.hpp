// runner.hpp - runs checks, each case in a child process, and tells a report what they found.
#pragma once

#include "check/check.hpp"
#include "check/report.hpp"

#include <map>
#include <string>

namespace wbm::tool {

class Runner {
public:
    struct Options {
        std::vector<int> only;    ///< numbers of checks; empty: all
        bool in_process = false;  ///< for a debugger: no children, a crash is the tool's
    };

    Runner(const Subject& subject, Options options, Report& report)
        : subject_(subject), options_(std::move(options)), report_(report) {}

    /// Runs the chosen checks in order, and what they need without telling. Returns whether none failed.
    bool run();

private:
    /// The result of a check, which is run now if it was not yet.
    const CheckResult& result(const Check& check);
    [[nodiscard]] CheckResult run_check(const Check& check);
    [[nodiscard]] Finding run_case(const Case& one, const Bounds& bounds) const;
    /// The first check that this one needs and that has not passed; empty when there is none.
    [[nodiscard]] std::string missing_need(const Check& check);

    const Subject& subject_;
    Options options_;
    Report& report_;
    std::map<int, CheckResult> results_;
};

/// Runs `work` in a child. Returns its text; throws Failure when it throws, crashes or takes too much.
[[nodiscard]] std::string in_child(const std::function<std::string()>& work, const Bounds& bounds = {});

}  // namespace wbm::tool
