// source.hpp - the SOURCE of a command line: a media file, a .npy array, standard input, a URL.
#pragma once

#include <wbm/json.hpp>
#include <wbm/npy.hpp>
#include <wbm/part.hpp>
#include <wbm/registry.hpp>
#include <wbm/value.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::tool {

/// The most that is read into memory from standard input, a pipe, or a file for a type that takes no paths.
inline constexpr std::size_t max_source_bytes = std::size_t{1} << 30;
/// The most that `--options @FILE` may hold.
inline constexpr std::size_t max_options_bytes = std::size_t{1} << 26;

/// One source. It owns what its part() borrows.
class Source {
public:
    enum class Kind { file, bytes, url };

    /// `text` as in the command line. Reads standard input and pipes at once; of a file only the first bytes.
    /// Throws MediaError: not_found; invalid; io.
    explicit Source(std::string text);

    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    [[nodiscard]] bool is_array() const noexcept { return is_array_; }

    /// The source as the best part that a type with these inputs (WBM_FROM_* bits) takes. An array is given as its file
    /// or bytes only to a type that takes no arrays. What fits nowhere is given as it is: the core refuses it by name.
    /// Throws MediaError as read_npy() does. [valid while the source lives]
    [[nodiscard]] Part part(std::uint32_t inputs);

    /// The source as it is, without reading an array: what Registry::type_of() looks at.
    [[nodiscard]] Part raw() const;

private:
    std::string text_;
    Kind kind_ = Kind::file;
    bool is_array_ = false;
    std::string bytes_;
    std::optional<NpyArray> array_;
};

/// What `add` and `log` make values from.
struct SourceArguments {
    std::vector<std::string> sources;
    std::string type;                ///< empty: from the source
    std::string options;             ///< JSON, @FILE, or empty
    std::vector<std::string> parts;  ///< NAME=SOURCE
};

/// The object that an option's argument is: JSON, or @FILE for one in a file; {} for an empty text. `option`: its name,
/// for errors. Throws UsageError; MediaError.
[[nodiscard]] json::object read_options(const std::string& text, const std::string& option);

/// The value of each source. Throws UsageError; MediaError.
[[nodiscard]] std::vector<ValuePtr> make_values(Registry& registry, const SourceArguments& arguments);

/// The name of the type that the user means: `image` is `image-file` when there is no type `image`. A name that says
/// nothing comes back as it is. Throws UsageError for the beginning of several types' names.
[[nodiscard]] std::string full_type_name(const Registry& registry, const std::string& name);

}  // namespace wbm::tool
