// report.hpp - runs checks, each in a child process, and writes a line for each.
#pragma once

#include <wbm/testing/type.hpp>

#include "isolate.hpp"

#include <functional>
#include <ostream>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace wbm::tool {

/// A check that did not pass; what() is the reason.
class Failure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

inline void require(bool holds, const std::string& reason) {
    if (!holds) throw Failure(reason);
}

/// One run of a check: on one type, say, or on one value.
struct Case {
    std::string label;  ///< before the reason; may be empty
    std::function<void()> run;
};

class Report {
public:
    explicit Report(std::ostream& out) : out_(out) {}

    /// One check in one child. Any exception of `run` is a failure with its text, a crash or a hang is one too.
    bool check(int number, const std::string& sentence, const std::function<void()>& run);
    /// One check in a child per case; it is passed when all pass. Without cases it is skipped for `why_none`.
    bool check_cases(int number, const std::string& sentence, const std::vector<Case>& cases,
                     const std::string& why_none);
    void skip(int number, const std::string& sentence, const std::string& why);

    /// A line for people.
    void note(const std::string& text) { out_ << "# " << text << '\n'; }
    /// The rest cannot be run.
    void bail_out(const std::string& why) { out_ << "Bail out! " << why << '\n'; }

    [[nodiscard]] bool has_failed(int number) const { return failed_.count(number) != 0; }
    /// Writes the closing line. Have all passed?
    bool close();

private:
    bool write(int number, const std::string& sentence, const std::string& reason);

    std::ostream& out_;
    std::size_t passed_ = 0;
    std::size_t skipped_ = 0;
    std::set<int> failed_;
};

/// Runs `work` in a child. Returns its text; throws Failure when it throws, crashes or hangs.
[[nodiscard]] std::string in_child(const std::function<std::string()>& work);

}  // namespace wbm::tool
