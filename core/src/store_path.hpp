// store_path.hpp - relative paths of stores: how they are written, which are refused. Wire spec 3.3 and 23.7.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace wbm {

/// The reference's LogicalPath: `.` components and doubled or trailing slashes go (`./a//b/` is `a/b`), the empty text
/// becomes `.`. A leading slash stays, so that check_store_path() can refuse it.
[[nodiscard]] std::string normalise_path(std::string_view path);

/// What a path is for. A reference has no file of its own, and URLs with a query make long names. What others wrote may
/// be named `x:y.txt`, a Windows drive, which is read here and not written.
enum class PathUse { file, reference, reading };

/// Throws MediaError (invalid), naming the path, unless it is a relative path that stays in its store: not `.` or
/// empty, no `..`, not absolute, no Windows drive or root, no NUL, valid UTF-8, within the lengths of wbm/limits.hpp.
/// Blanks, non-ASCII and an inner backslash are fine. A reference may have components of any length.
void check_store_path(std::string_view path, PathUse use = PathUse::file);

/// Are the components short enough for names of files?
[[nodiscard]] bool can_name_a_file(std::string_view path);

/// normalise_path() and check_store_path().
[[nodiscard]] std::string store_path(std::string_view path, PathUse use = PathUse::file);

/// The absolute path of `relative` in `root`, for reading or writing. `relative` must pass check_store_path(); what
/// exists of it is walked, and a symbolic link that leads out of `root` (or nowhere) is refused. The file itself need
/// not exist. Throws MediaError: invalid; io.
[[nodiscard]] std::filesystem::path resolve_inside(const std::filesystem::path& root, std::string_view relative);

/// The part of a run's file names that stands for a history key: leading slashes go, a component `.` or `..` becomes
/// `_` or `__`. `../mol` is `__/mol`, `////image` is `image`. It is a piece of a name, not a path: `/o/` is `o/`. Check
/// the whole name with resolve_inside().
[[nodiscard]] std::string safe_key(std::string_view key);

/// What follows the last dot of a file's base name, with the dot and in the same case; empty without one. `.bashrc` has
/// none, as Python's os.path.splitext sees it.
[[nodiscard]] std::string extension_of(const std::filesystem::path& file);

/// A path for an error text: in double quotes, control characters and broken UTF-8 escaped, at most some 200 bytes
/// long.
[[nodiscard]] std::string quoted(std::string_view path);
[[nodiscard]] inline std::string quoted(const std::filesystem::path& path) {
    return quoted(std::string_view(path.native()));
}
[[nodiscard]] inline std::string quoted(const char* path) { return quoted(std::string_view(path)); }
// For a std::string, std::quoted of <iomanip> would be the better match otherwise.
[[nodiscard]] inline std::string quoted(const std::string& path) { return quoted(std::string_view(path)); }
[[nodiscard]] inline std::string quoted(std::string& path) { return quoted(std::string_view(path)); }

}  // namespace wbm
