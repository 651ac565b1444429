#include <wbm/sdk/media_file.hpp>
#include <wbm/sdk/members.hpp>

#include "file.hpp"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <vector>

namespace wbm {
inline namespace sdk {
namespace {

constexpr std::size_t compare_bytes = std::size_t{1} << 18;

/// As std::filesystem::path::extension(), without making a path: this is called for every value that is read.
std::string extension_of(const std::string& path) {
    const std::size_t name = path.rfind('/') + 1;  // 0 when there is no slash
    const std::size_t dot = path.rfind('.');
    const bool has_one = dot != std::string::npos && dot > name && path.compare(name, std::string::npos, "..") != 0;
    return has_one ? path.substr(dot) : std::string();
}

bool equal_content(const detail::OpenFile& a, const detail::OpenFile& b) {
    if (a.size() != b.size()) return false;
    std::vector<char> left(compare_bytes);
    std::vector<char> right(compare_bytes);
    for (;;) {
        const std::size_t got = a.read(left.data(), left.size());
        if (b.read(right.data(), right.size()) != got || std::memcmp(left.data(), right.data(), got) != 0) return false;
        if (got < left.size()) return true;
    }
}

bool equal_content(const detail::OpenFile& file, std::string_view bytes) {
    if (file.size() != bytes.size()) return false;
    std::vector<char> piece(compare_bytes);
    for (;;) {
        const std::size_t got = file.read(piece.data(), piece.size());
        if (got > bytes.size() || std::memcmp(piece.data(), bytes.data(), got) != 0) return false;
        bytes.remove_prefix(got);
        if (got < piece.size()) return bytes.empty();
    }
}

}  // namespace

MediaFile MediaFile::of_path(std::string path) {
    const detail::OpenFile readable(path);
    MediaFile file;
    file.extension_ = extension_of(path);
    file.path_ = std::move(path);
    return file;
}

MediaFile MediaFile::of_bytes(std::string content, std::string extension) {
    MediaFile file;
    file.bytes_ = std::make_shared<const std::string>(std::move(content));
    file.extension_ = std::move(extension);
    return file;
}

MediaFile MediaFile::of_json(const json::object& j, const Store& source) {
    const std::string stored = text(j, "path");
    MediaFile file;
    file.sha256_ = text_or(j, "sha256");
    if (const auto size = optional_integer(j, "size")) {
        if (*size < 0) throw invalid("\"size\" must be a number of bytes, it is " + std::to_string(*size));
        file.size_ = static_cast<std::uint64_t>(*size);
    }
    file.path_ = source.fetch(stored);
    if (!std::filesystem::path(file.path_).is_absolute())
        throw unsupported("the file is a reference to " + brief(json::value(file.path_)) +
                          ", and nothing is fetched; store the file itself");
    if (!file.path_.starts_with('/'))
        throw not_found("the file " + brief(json::value(stored)) + " is a reference to " + file.path_ +
                        ", which is not here; download it to this path");
    file.extension_ = extension_of(stored);
    return file;
}

json::object MediaFile::keep(Store target, std::string_view folder, std::string_view extension) const {
    if (bytes_ != nullptr) return target.add_bytes(folder, *bytes_, extension.empty() ? extension_ : extension);
    return target.add_file(folder, path_, extension);
}

void MediaFile::add_facts(json::object& fields) const {
    if (!sha256_.empty()) fields["sha256"] = sha256_;
    if (bytes_ != nullptr) {
        fields["size"] = bytes_->size();
    } else if (size_) {
        fields["size"] = *size_;
    }
}

std::string MediaFile::read() const { return bytes_ != nullptr ? *bytes_ : read_file(path_); }

std::string MediaFile::head(std::size_t count) const {
    if (bytes_ != nullptr) return bytes_->substr(0, count);
    const detail::OpenFile file(path_);
    std::string start(static_cast<std::size_t>(std::min<std::uint64_t>(count, file.size())), '\0');
    start.resize(file.read(start.data(), start.size()));
    return start;
}

bool operator==(const MediaFile& a, const MediaFile& b) {
    if (a.bytes_ != nullptr && b.bytes_ != nullptr) return a.bytes_ == b.bytes_ || *a.bytes_ == *b.bytes_;
    if (a.bytes_ != nullptr) return equal_content(detail::OpenFile(b.path_), *a.bytes_);
    if (b.bytes_ != nullptr) return equal_content(detail::OpenFile(a.path_), *b.bytes_);
    if (a.path_ == b.path_) return true;
    return equal_content(detail::OpenFile(a.path_), detail::OpenFile(b.path_));
}

bool is_reference(std::string_view text) noexcept {
    constexpr std::string_view schemes[] = {"gs://", "s3://", "http://", "https://"};
    return std::any_of(std::begin(schemes), std::end(schemes), [&](auto scheme) { return text.starts_with(scheme); });
}

json::object media_json(const char* type, const std::optional<std::string>& caption, json::object file) {
    json::object j;
    constexpr std::size_t room_for_the_types_own = 8;
    j.reserve(file.size() + room_for_the_types_own);
    if (caption) j["caption"] = *caption;
    j["_type"] = type;
    for (auto& member : file) j.emplace(member.key(), std::move(member.value()));
    return j;
}

}  // namespace sdk
}  // namespace wbm
