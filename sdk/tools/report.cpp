#include "report.hpp"

namespace wbm::tool {
namespace {

constexpr std::chrono::seconds time_limit{60};
constexpr std::uint64_t memory_limit = std::uint64_t{2} << 30;
constexpr std::size_t reason_bytes = 600;

/// One line, not too long.
std::string tidy(std::string reason) {
    for (char& c : reason)
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    if (reason.size() > reason_bytes) {
        std::size_t end = reason_bytes;
        while (end > 0 && (static_cast<unsigned char>(reason[end]) & 0xC0U) == 0x80U) --end;
        reason.resize(end);
        reason += "...";
    }
    return reason;
}

}  // namespace

std::string in_child(const std::function<std::string()>& work) {
    isolate::Limits limits;
    limits.time = time_limit;
    limits.memory_bytes = memory_limit;
    const isolate::Outcome outcome = isolate::run(work, limits);
    if (outcome.kind == isolate::Outcome::Kind::returned) return outcome.text;
    throw Failure(outcome.text);
}

bool Report::check(int number, const std::string& sentence, const std::function<void()>& run) {
    return check_cases(number, sentence, {{"", run}}, "");
}

bool Report::check_cases(int number, const std::string& sentence, const std::vector<Case>& cases,
                         const std::string& why_none) {
    if (cases.empty()) {
        skip(number, sentence, why_none);
        return true;
    }
    std::string reason;
    std::size_t failures = 0;
    out_.flush();  // a child that ends the process must not write our lines again
    for (const Case& one : cases) {
        try {
            (void)in_child([&] {
                one.run();
                return std::string();
            });
        } catch (const Failure& failure) {
            if (failures++ == 0) reason = one.label.empty() ? failure.what() : one.label + ": " + failure.what();
        }
    }
    if (failures > 1) reason += "; and " + std::to_string(failures - 1) + " more";
    return write(number, sentence, reason);
}

void Report::skip(int number, const std::string& sentence, const std::string& why) {
    ++skipped_;
    out_ << "ok " << number << " - " << sentence << "  # SKIP " << why << '\n';
}

bool Report::write(int number, const std::string& sentence, const std::string& reason) {
    if (reason.empty()) {
        ++passed_;
        out_ << "ok " << number << " - " << sentence << '\n';
        return true;
    }
    failed_.insert(number);
    out_ << "not ok " << number << " - " << sentence << "  # " << tidy(reason) << '\n';
    return false;
}

bool Report::close() {
    out_ << passed_ << " passed, " << failed_.size() << " failed";
    if (skipped_ > 0) out_ << ", " << skipped_ << " skipped";
    out_ << '\n';
    return failed_.empty();
}

}  // namespace wbm::tool
