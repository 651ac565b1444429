// report.hpp - what checks found, for people and for programs.
#pragma once

#include "check/check.hpp"

#include <wbm/json.hpp>

#include <chrono>
#include <cstddef>
#include <ostream>
#include <string>

namespace wbm::tool {

/// Of all runs of a check together.
struct CheckResult {
    Finding::Kind kind = Finding::Kind::passed;
    std::string text;  ///< the reason, or what is worth saying
    std::size_t runs = 0;
    std::size_t failures = 0;
    std::chrono::milliseconds time{0};
};

class Report {
public:
    virtual ~Report() = default;
    virtual void begin(std::size_t checks) = 0;
    virtual void add(const Check& check, const CheckResult& result) = 0;
    virtual void end() = 0;
};

/// TAP version 13: `ok 10 - exported-symbols: exactly one exported symbol`, reasons in lines that begin with `#`. The
/// last line counts.
class TapReport : public Report {
public:
    explicit TapReport(std::ostream& out) : out_(out) {}
    void begin(std::size_t checks) override;
    void add(const Check& check, const CheckResult& result) override;
    void end() override;

private:
    std::ostream& out_;
    std::size_t line_ = 0, passed_ = 0, failed_ = 0, skipped_ = 0, warned_ = 0;
};

/// One object: {"passed", "failed", "skipped", "warnings", "checks": [{"number", "id", "sentence", "result", "reason",
/// "runs", "ms"}]}. `result`: "passed", "warning", "skipped" or "failed".
class JsonReport : public Report {
public:
    explicit JsonReport(std::ostream& out) : out_(out) {}
    void begin(std::size_t checks) override;
    void add(const Check& check, const CheckResult& result) override;
    void end() override;

private:
    std::ostream& out_;
    json::array checks_;
    std::size_t passed_ = 0, failed_ = 0, skipped_ = 0, warned_ = 0;
};

}  // namespace wbm::tool
