#include "project.hpp"

#include <wbm/json.hpp>
#include <wbm/sdk/store.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

namespace wbm::tool {
namespace {

namespace fs = std::filesystem;

/// A folder beside the target, which goes with the object.
class DraftFolder {
public:
    explicit DraftFolder(const fs::path& beside) {
        std::string pattern = (beside / ".wbm-new-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr)
            throw std::runtime_error("nothing can be written into the folder " + beside.string() + ": " +
                                     std::generic_category().message(errno));
        path_ = pattern;
    }
    ~DraftFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    DraftFolder(const DraftFolder&) = delete;
    DraftFolder& operator=(const DraftFolder&) = delete;

    [[nodiscard]] const fs::path& path() const noexcept { return path_; }

private:
    fs::path path_;
};

/// cargo wants the packages of its lock file in order.
std::string sorted_lock(const std::string& text) {
    const std::string mark = "\n[[package]]\n";
    std::vector<std::string> pieces;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(mark, begin), text.size());
        pieces.push_back(text.substr(begin, end - begin));
        begin = end == text.size() ? end + 1 : end + mark.size();
    }
    for (std::string& piece : pieces)
        if (!piece.ends_with('\n')) piece += '\n';
    std::sort(pieces.begin() + 1, pieces.end());
    std::string out = pieces[0];
    for (std::size_t i = 1; i < pieces.size(); ++i) out += mark + pieces[i];
    return out;
}

/// Samples are data: their bytes stay.
std::string content_of(const fs::path& file, const ProjectNames& names) {
    const std::string content = read_file(file.string());
    if (!json::is_utf8(content) || content.find('\0') != std::string::npos) return content;
    const std::string text = renamed(content, names);
    return file.filename() == "Cargo.lock" ? sorted_lock(text) : text;
}

void write_file(const fs::path& file, const std::string& content, bool is_program) {
    std::ofstream out(file, std::ios::binary);
    out << content;
    out.close();
    if (!out) throw std::runtime_error("the file " + file.string() + " cannot be written; is the disk full?");
    if (is_program)
        fs::permissions(file, fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec,
                        fs::perm_options::add);
}

/// What a build in the template's own folder has left.
bool is_build_folder(const fs::path& relative) { return relative == "build" || relative == "target"; }

std::size_t write_files(const fs::path& from, const ProjectNames& names, const fs::path& to) {
    fs::create_directory(to);
    std::size_t count = 0;
    for (auto entry = fs::recursive_directory_iterator(from); entry != fs::recursive_directory_iterator(); ++entry) {
        const fs::path relative = entry->path().lexically_relative(from);
        const fs::path target = to / renamed(relative.string(), names);
        if (entry->is_directory()) {
            if (is_build_folder(relative))
                entry.disable_recursion_pending();
            else
                fs::create_directory(target);
            continue;
        }
        const bool is_program = (entry->status().permissions() & fs::perms::owner_exec) != fs::perms::none;
        write_file(target, content_of(entry->path(), names), is_program);
        ++count;
    }
    return count;
}

}  // namespace

std::size_t write_project(const fs::path& from, const ProjectNames& names, const fs::path& target) {
    const fs::path into = target.parent_path();
    if (fs::exists(fs::symlink_status(target)))
        throw std::runtime_error(target.string() + " exists; take another name, or another folder with --into");
    if (!fs::is_directory(into))
        throw std::runtime_error("there is no folder " + into.string() + "; make it, or take another with --into");
    const DraftFolder draft(into);
    const std::size_t count = write_files(from, names, draft.path() / names.name);
    fs::rename(draft.path() / names.name, target);  // fails when a folder with files has appeared meanwhile
    return count;
}

}  // namespace wbm::tool
