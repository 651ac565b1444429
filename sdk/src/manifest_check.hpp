// manifest_check.hpp - the rules of a plugin manifest's text: names, versions and facts. One set of rules for what a
// plugin's table says of itself (describe.hpp) and for the manifest file that the registry reads.
#pragma once

#include <wbm/json.hpp>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace wbm::plugin_table {

/// A table or manifest that breaks a rule. what() is one sentence that begins with the field: `types[0].name "a b"
/// ...`.
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

inline constexpr std::int64_t manifest_version = 1;
inline constexpr std::size_t name_bytes = 128;        ///< an id, a version, a type's name, an extension
inline constexpr std::size_t facts_bytes = 1u << 18;  ///< one type's facts
inline constexpr std::size_t max_types = 1024;        ///< of one plugin
inline constexpr std::size_t max_aliases = 64;        ///< of one type
inline constexpr std::size_t max_magics = 64;         ///< of one type
inline constexpr std::size_t magic_end = 4096;        ///< how far into a file a magic may look

/// Throws Error unless `manifest` is an object with `manifest`, `id`, `version`, `abi` and `types` as section
/// "Manifest" of docs/plugins.md has them. Members that are not known are left alone: a newer tool may have written
/// them.
void check_manifest(const json::object& manifest);

/// Reverse domain with at least one dot: "com.example.pointcloud".
[[nodiscard]] bool is_id(std::string_view text) noexcept;
/// Semantic version: "1.0.0", "1.0.0-rc.1+7".
[[nodiscard]] bool is_version(std::string_view text) noexcept;
/// A `_type`: letters, digits, `-`, `_`, `/`.
[[nodiscard]] bool is_type_name(std::string_view text) noexcept;

/// The bytes that hexadecimal text stands for; empty when it is not pairs of hexadecimal digits.
[[nodiscard]] std::string bytes_of_hex(std::string_view hex);

}  // namespace wbm::plugin_table
