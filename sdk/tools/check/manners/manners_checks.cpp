// Checks 61 to 65: what a good guest does.
#include "check/check.hpp"
#include "check/life/process_values.hpp"
#include "check/manners/process_watch.hpp"
#include "check/manners/speed_cases.hpp"

#include <wbm/json.hpp>

#include <memory>
#include <optional>

namespace wbm::tool {
namespace {

/// What three checks look at is seen once.
class Watch {
public:
    const Watched& see(const Subject& subject) {
        if (seen_) return *seen_;
        try {
            seen_ = watch(subject);
        } catch (const Failure& failure) {
            seen_ = Watched{};
            seen_->trouble = failure.what();
        }
        return *seen_;
    }

private:
    std::optional<Watched> seen_;
};

Finding judge_files(const Watched& seen) {
    require(seen.trouble.empty(), "a process that uses the plugin from other folders " + seen.trouble);
    require(seen.stray.empty(), "it writes " + seen.stray + "; give bytes to the store, or use the temporary folder");
    if (seen.leftover.empty()) return {};
    return {Finding::Kind::warning,
            "it leaves " + seen.leftover + " in the temporary folder; remove it in destroy() or in stop()"};
}

Finding judge_output(const Watched& seen) {
    require(seen.standard_output.empty(),
            "it prints \"" + seen.standard_output +
                "\" on the standard output, which is the program's; log through the host");
    return {};
}

Finding judge_error(const Watched& seen) {
    require(seen.standard_error.empty(), "it prints \"" + seen.standard_error +
                                             "\" on the standard error; log through the host, and give the libraries "
                                             "that print a handler that does");
    return {};
}

void check_facts(const Subject& subject) {
    const json::object manifest = json::read_object(read_file(subject.manifest().string()));
    for (const char* key : {"version", "license", "description"}) {
        const json::value* found = manifest.if_contains(key);
        const json::string* text = found == nullptr ? nullptr : found->if_string();
        require(
            text != nullptr && text->find_first_not_of(" \t\r\n") != json::string::npos,
            "the manifest has no \"" + std::string(key) +
                "\"; write wbm_add_plugin(... LICENSE MIT DESCRIPTION \"one sentence\"), or run wbm-plugin describe "
                "with --license and --description");
    }
}

std::vector<Case> fact_cases(const Subject& subject) {
    return one_case([&subject] { check_facts(subject); });
}

}  // namespace

std::vector<Check> manners_checks() {
    const auto watched = [shared = std::make_shared<Watch>()](Finding (*judge)(const Watched&)) {
        return [shared, judge](const Subject& subject) {
            const Watched seen = subject.materials().empty() ? Watched{} : shared->see(subject);
            std::vector<Case> cases;
            if (!subject.materials().empty()) cases.emplace_back("", [seen, judge] { return judge(seen); });
            return cases;
        };
    };
    return {
        {61,
         "writes-elsewhere",
         "writes to the store and the temporary folder only",
         {22},
         watched(&judge_files),
         no_material},
        {62, "standard-output", "prints nothing on the standard output", {22}, watched(&judge_output), no_material},
        {63, "log-through-host", "prints nothing on the standard error", {22}, watched(&judge_error), no_material},
        {64, "facts-for-people", "the manifest has version, license and description", {3}, &fact_cases},
        {65, "speed", "how long it takes, compared with the last time", {20, 28}, &speed_cases, no_material},
    };
}

}  // namespace wbm::tool
