#include "check/runner.hpp"

#include "check/subject.hpp"
#include "isolate.hpp"

#include <algorithm>
#include <cstdio>
#include <iostream>

namespace wbm::tool {
namespace {

using Clock = std::chrono::steady_clock;

const Check& check_of(int number) {
    const std::vector<Check>& all = all_checks();
    return *std::find_if(all.begin(), all.end(), [&](const Check& check) { return check.number == number; });
}

/// Of several findings the worst one is told, and all remarks.
void add(CheckResult& result, const Case& one, const Finding& found) {
    const std::string text = one.label.empty() ? found.text : one.label + ": " + found.text;
    ++result.runs;
    if (found.kind == Finding::Kind::failed) ++result.failures;
    if (found.kind > result.kind) {
        result.kind = found.kind;
        result.text = text;
    } else if (found.kind == Finding::Kind::remark && result.kind == Finding::Kind::remark) {
        result.text += "; " + text;
    }
}

}  // namespace

std::string in_child(const std::function<std::string()>& work, const Bounds& bounds) {
    std::cout.flush();  // a child that ends the process must not write our lines again
    std::fflush(nullptr);
    isolate::Limits limits;
    limits.time = bounds.time;
    limits.memory_bytes = bounds.memory_bytes;
    const isolate::Outcome outcome = isolate::run(work, limits);
    if (outcome.kind == isolate::Outcome::Kind::returned) return outcome.text;
    throw Failure(outcome.text);
}

Finding Runner::run_case(const Case& one, const Bounds& bounds) const {
    try {
        if (options_.in_process) return one.run();
        const std::string text = in_child(
            [&] {
                const Finding found = one.run();
                return static_cast<char>('0' + static_cast<int>(found.kind)) + found.text;
            },
            bounds);
        return {static_cast<Finding::Kind>(text.at(0) - '0'), text.substr(1)};
    } catch (const std::exception& error) {
        return {Finding::Kind::failed, error.what()};
    }
}

std::string Runner::missing_need(const Check& check) {
    for (const int number : check.needs) {
        const Check& needed = check_of(number);
        const Finding::Kind kind = result(needed).kind;
        if (kind == Finding::Kind::failed || kind == Finding::Kind::skipped)
            return "it needs check " + std::to_string(number) + ", " + needed.id;
    }
    return {};
}

CheckResult Runner::run_check(const Check& check) {
    CheckResult result;
    const auto begin = Clock::now();
    if (std::string missing = missing_need(check); !missing.empty()) {
        result.kind = Finding::Kind::skipped;
        result.text = std::move(missing);
        return result;
    }
    std::string why_none = check.why_none;
    for (const Case& one : check.cases(subject_)) {
        const Finding found = run_case(one, check.bounds);
        if (found.kind == Finding::Kind::skipped)
            why_none = found.text;
        else
            add(result, one, found);
    }
    if (result.runs == 0) {
        result.kind = Finding::Kind::skipped;
        result.text = why_none;
    }
    if (result.failures > 1) result.text += "; and " + std::to_string(result.failures - 1) + " more";
    result.time = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
    return result;
}

const CheckResult& Runner::result(const Check& check) {
    const auto found = results_.find(check.number);
    if (found != results_.end()) return found->second;
    CheckResult result = run_check(check);  // before the insertion: it may need others
    return results_.emplace(check.number, std::move(result)).first->second;
}

bool Runner::run() {
    std::vector<const Check*> chosen;
    for (const Check& check : all_checks())
        if (options_.only.empty() ||
            std::find(options_.only.begin(), options_.only.end(), check.number) != options_.only.end())
            chosen.push_back(&check);
    report_.begin(chosen.size());
    bool sound = true;
    for (const Check* check : chosen) {
        const CheckResult& found = result(*check);
        report_.add(*check, found);
        sound = sound && found.kind != Finding::Kind::failed;
    }
    report_.end();
    return sound;
}

}  // namespace wbm::tool
