#include "check.hpp"

#include "check_groups.hpp"

#include <cstdlib>
#include <stdexcept>

namespace wbm::tool {
namespace {

/// Where the children keep their files, so that those of a child that crashed go too.
class WorkFolder {
public:
    WorkFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "wbm-check-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = pattern;
        setenv("TMPDIR", pattern.c_str(), 1);
    }
    ~WorkFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;

private:
    std::filesystem::path path_;
};

}  // namespace

bool check_plugin(const std::filesystem::path& library, const std::filesystem::path& samples, std::ostream& out) {
    const WorkFolder folder;
    Subject subject;
    subject.library = std::filesystem::absolute(library);
    subject.manifest = std::filesystem::path(subject.library).replace_extension(".json");
    subject.samples = make_samples(samples);
    Report report(out);
    check_file(report, subject);
    if (!check_symbols(report, subject)) {
        report.bail_out("the library cannot be loaded");
    } else if (!check_table(report, subject)) {
        report.bail_out("the table cannot be used");
    } else {
        find_materials(report, subject);
        check_round_trip(report, subject);
        check_refusal(report, subject);
        check_lifetime(report, subject);
    }
    return report.close();
}

}  // namespace wbm::tool
