// Names of entries, and the files below a directory.
#include <wbm/limits.hpp>

#include <algorithm>
#include <utility>

#include "artifact_state.hpp"
#include "store_path.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t short_hash = 20;

/// Walks a directory tree depth first. It keeps the folders that it is in, to notice one that a link leads back to.
class Walk {
public:
    explicit Walk(const fs::path& top) : top_(top) {}

    void folder(const fs::path& path, const std::string& prefix) {
        struct stat info {};
        if (::stat(path.c_str(), &info) != 0) throw_io_error("look up", path, errno);
        const std::pair id(info.st_dev, info.st_ino);
        if (std::find(inside_.begin(), inside_.end(), id) != inside_.end())
            throw MediaError(Status::invalid, "directory " + quoted(top_) + ": the symbolic link " + quoted(prefix) +
                                                  " leads back to a folder that it is in; remove the link");
        inside_.push_back(id);
        std::error_code error(ask_io_hook(IoCall::list, path.c_str()), std::generic_category());
        fs::directory_iterator at;
        if (!error) at = fs::directory_iterator(path, error);
        for (; !error && at != fs::directory_iterator(); at.increment(error)) visit(*at, prefix);
        if (error) throw_io_error("list", path, error.value());
        inside_.pop_back();
    }

    std::vector<std::string> files;

private:
    void visit(const fs::directory_entry& entry, const std::string& prefix) {
        std::string name = prefix + entry.path().filename().native();
        if (name.size() > limits::path_bytes)
            throw MediaError(Status::invalid, "directory " + quoted(top_) + ": the path " + quoted(name) +
                                                  " is too long; move the files further up");
        std::error_code ignored;  // what cannot be looked up is a file here, and adding it says why not
        if (entry.is_directory(ignored)) return folder(entry.path(), name + "/");
        if (files.size() >= limits::artifact_entries)
            throw MediaError(
                Status::invalid,
                "directory " + quoted(top_) + ": it has more files than an artifact may " + "have; add a part of them");
        files.push_back(std::move(name));
    }

    const fs::path& top_;
    std::vector<std::pair<dev_t, ino_t>> inside_;
};

}  // namespace

void refuse_entry(Status status, std::string_view path, std::string_view reason) {
    throw MediaError(status, "artifact entry " + quoted(path) + " " + std::string(reason));
}

ArtifactEntry content_entry(std::string path, const Digests& digests) {
    ArtifactEntry entry;
    entry.path = std::move(path);
    entry.digest = digests.entry_base64();
    entry.size = digests.size;
    tag(entry, digests.algorithm);
    return entry;
}

std::string named_by_content(std::string_view path, const Digests& digests) {
    const std::size_t base = path.rfind('/') + 1;  // npos + 1 is 0
    const std::size_t dot = std::min(path.find('.', base), path.size());
    return std::string(path.substr(0, base)) + digests.entry_hex().substr(0, short_hash) +
           std::string(path.substr(dot));
}

std::string_view base_name_of_url(std::string_view url) noexcept { return url.substr(url.rfind('/') + 1); }

std::vector<std::string> list_files(const fs::path& directory) {
    Walk walk(directory);
    walk.folder(directory, "");
    std::sort(walk.files.begin(), walk.files.end());
    return std::move(walk.files);
}

}  // namespace wbm
