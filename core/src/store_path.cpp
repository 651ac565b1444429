#include "store_path.hpp"

#include <sys/stat.h>

#include <wbm/error.hpp>
#include <wbm/json.hpp>
#include <wbm/limits.hpp>

#include <cerrno>
#include <cstring>

#include "file_io.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t quoted_bytes = 200;

[[noreturn]] void refuse(std::string_view path, std::string_view reason) {
    throw MediaError(Status::invalid,
                     "path " + quoted(path) + ": " + std::string(reason) + "; give a relative path inside the store");
}

/// Calls visit(component) for each non-empty piece between slashes.
template <class Visit>
void for_each_component(std::string_view path, char separator, Visit visit) {
    while (!path.empty()) {
        const auto slash = path.find(separator);
        const auto component = path.substr(0, slash);
        if (!component.empty()) visit(component);
        if (slash == std::string_view::npos) break;
        path.remove_prefix(slash + 1);
    }
}

bool is_ascii_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// The same artifact may be downloaded on Windows, where `\f`, `C:f` and `a\..\..\f` leave the folder.
void check_windows(std::string_view path, PathUse use) {
    if (path.front() == '\\') refuse(path, "it begins with a backslash, a root on Windows");
    if (use != PathUse::reading && path.size() > 1 && path[1] == ':' && is_ascii_letter(path[0]))
        refuse(path, "it begins with a Windows drive");
    std::string_view rest = path;
    while (true) {
        const auto end = rest.find_first_of("/\\");
        if (rest.substr(0, end) == "..") refuse(path, "a component \"..\" could leave the store");
        if (end == std::string_view::npos) return;
        rest.remove_prefix(end + 1);
    }
}

/// A link's real place must be below the root's real place.
void check_link(const fs::path& root, const fs::path& link, std::string_view relative) {
    std::error_code error;
    const fs::path real_root = fs::canonical(root, error);
    if (error) throw_io_error("resolve", root, error.value());
    const fs::path real = fs::canonical(link, error);
    if (error) refuse(relative, "the symbolic link " + quoted(link.filename()) + " leads nowhere");
    const auto [in_root, in_real] = std::mismatch(real_root.begin(), real_root.end(), real.begin(), real.end());
    if (in_root != real_root.end())
        refuse(relative, "the symbolic link " + quoted(link.filename()) + " leads out of the store");
}

}  // namespace

std::string normalise_path(std::string_view path) {
    std::string normal;
    if (!path.empty() && path.front() == '/') normal = "/";
    for_each_component(path, '/', [&](std::string_view component) {
        if (component == ".") return;
        if (!normal.empty() && normal.back() != '/') normal += '/';
        normal += component;
    });
    return normal.empty() ? "." : normal;
}

void check_store_path(std::string_view path, PathUse use) {
    if (path.empty() || path == ".") refuse(path, "it names no file");
    if (path.size() > limits::path_bytes)
        refuse(path, "it is longer than " + std::to_string(limits::path_bytes) + " bytes");
    if (path.find('\0') != std::string_view::npos) refuse(path, "it has a NUL character");
    if (path.front() == '/') refuse(path, "it is absolute");
    check_windows(path, use);
    if (!json::is_utf8(path)) refuse(path, "it is not UTF-8");
    if (use != PathUse::reference && !can_name_a_file(path))
        refuse(path, "a component is longer than " + std::to_string(limits::path_component_bytes) + " bytes");
}

bool can_name_a_file(std::string_view path) {
    bool fits = true;
    for_each_component(path, '/', [&](std::string_view component) {
        fits = fits && component.size() <= limits::path_component_bytes;
    });
    return fits;
}

std::string store_path(std::string_view path, PathUse use) {
    std::string normal = normalise_path(path);
    check_store_path(normal, use);
    return normal;
}

fs::path resolve_inside(const fs::path& root, std::string_view relative) {
    check_store_path(relative, PathUse::reading);
    fs::path place = root;
    bool exists = true;
    for_each_component(relative, '/', [&](std::string_view component) {
        if (component == ".") return;
        place /= component;
        if (!exists) return;
        struct stat info {};
        int error = ask_io_hook(IoCall::stat, place.c_str());
        if (error == 0 && lstat(place.c_str(), &info) != 0) error = errno;
        if (error == ENOENT || error == ENOTDIR) {
            exists = false;
        } else if (error != 0) {
            throw_io_error("look up", place, error);
        } else if (S_ISLNK(info.st_mode)) {
            check_link(root, place, relative);
        }
    });
    return place;
}

std::string safe_key(std::string_view key) {
    while (!key.empty() && key.front() == '/') key.remove_prefix(1);
    std::string safe(key);
    std::size_t start = 0;
    while (start <= safe.size()) {
        const std::size_t end = std::min(safe.find('/', start), safe.size());
        const std::string_view component = std::string_view(safe).substr(start, end - start);
        if (component == "." || component == "..") safe.replace(start, end - start, end - start, '_');
        start = end + 1;
    }
    return safe;
}

std::string extension_of(const fs::path& file) { return file.filename().extension().string(); }

std::string quoted(std::string_view path) {
    constexpr std::string_view hex_digits = "0123456789abcdef";
    const bool utf8 = json::is_utf8(path);
    std::string text = "\"";
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        const bool starts_character = (byte & 0xC0U) != 0x80U || !utf8;
        if (text.size() > quoted_bytes && starts_character) {
            text += "...";
            break;
        }
        if (c == '"' || c == '\\') {
            text += '\\';
            text += c;
        } else if (byte < 0x20 || byte == 0x7F || (!utf8 && byte >= 0x80)) {
            text += "\\x";
            text += hex_digits[byte >> 4];
            text += hex_digits[byte & 15U];
        } else {
            text += c;
        }
    }
    return text += '"';
}

}  // namespace wbm
