#include "check/report.hpp"

namespace wbm::tool {
namespace {

using Kind = Finding::Kind;

constexpr std::size_t reason_bytes = 600;

/// One line of UTF-8, not too long: a plugin's text may be anything.
std::string tidy(std::string reason) {
    for (char& c : reason)
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    if (reason.size() > reason_bytes) {
        std::size_t end = reason_bytes;
        while (end > 0 && (static_cast<unsigned char>(reason[end]) & 0xC0U) == 0x80U) --end;
        reason.resize(end);
        reason += "...";
    }
    if (json::is_utf8(reason)) return reason;
    for (char& c : reason)
        if (static_cast<unsigned char>(c) >= 0x7f) c = '?';
    return reason;
}

const char* name_of(Kind kind) {
    switch (kind) {
        case Kind::failed:
            return "failed";
        case Kind::skipped:
            return "skipped";
        case Kind::warning:
            return "warning";
        case Kind::passed:
        case Kind::remark:
            break;
    }
    return "passed";
}

}  // namespace

void TapReport::begin(std::size_t checks) { out_ << "TAP version 13\n1.." << checks << '\n'; }

void TapReport::add(const Check& check, const CheckResult& result) {
    const bool failed = result.kind == Kind::failed;
    out_ << (failed ? "not ok " : "ok ") << ++line_ << " - " << check.id << ": " << check.sentence;
    if (result.kind == Kind::skipped) out_ << "  # SKIP " << tidy(result.text);
    out_ << '\n';
    if (failed || result.kind == Kind::remark) out_ << "#   " << tidy(result.text) << '\n';
    if (result.kind == Kind::warning) out_ << "#   warning: " << tidy(result.text) << '\n';
    out_.flush();
    ++(failed ? failed_ : result.kind == Kind::skipped ? skipped_ : passed_);
    if (result.kind == Kind::warning) ++warned_;
}

void TapReport::end() {
    out_ << "# " << passed_ << " passed, " << failed_ << " failed";
    if (skipped_ > 0) out_ << ", " << skipped_ << " skipped";
    if (warned_ > 0) out_ << ", " << warned_ << (warned_ == 1 ? " warning" : " warnings");
    out_ << '\n';
}

void JsonReport::begin(std::size_t) {}

void JsonReport::add(const Check& check, const CheckResult& result) {
    checks_.push_back(json::object{{"number", check.number},
                                   {"id", check.id},
                                   {"sentence", check.sentence},
                                   {"result", name_of(result.kind)},
                                   {"reason", tidy(result.text)},
                                   {"runs", result.runs},
                                   {"ms", result.time.count()}});
    const bool failed = result.kind == Kind::failed;
    ++(failed ? failed_ : result.kind == Kind::skipped ? skipped_ : passed_);
    if (result.kind == Kind::warning) ++warned_;
}

void JsonReport::end() {
    const json::object all{{"passed", passed_},
                           {"failed", failed_},
                           {"skipped", skipped_},
                           {"warnings", warned_},
                           {"checks", std::move(checks_)}};
    out_ << json::write(all, json::Style::indented) << '\n';
}

}  // namespace wbm::tool
