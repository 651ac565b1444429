// wbm/sdk/members.hpp - reading the members of a JSON object, with errors that name the member.
#pragma once

#include <wbm/json.hpp>
#include <wbm/sdk/error.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace wbm {
inline namespace sdk {

/// A required text. Throws not_found `"path" is missing`, invalid `"path" must be text, it is 5`.
[[nodiscard]] std::string text(const json::object& o, std::string_view key);
/// Optional members: nullopt (or the fallback) when the member is missing or null; invalid when it is of another kind.
[[nodiscard]] std::optional<std::string> optional_text(const json::object& o, std::string_view key);
[[nodiscard]] std::string text_or(const json::object& o, std::string_view key, std::string_view fallback = "");
[[nodiscard]] std::optional<std::int64_t> optional_integer(const json::object& o, std::string_view key);
/// {} when the member is missing or null.
[[nodiscard]] json::object object_or_empty(const json::object& o, std::string_view key);
[[nodiscard]] bool boolean_or(const json::object& o, std::string_view key, bool fallback);

/// Refuses options that a type does not know: `option "captoin" is not known; this type has caption, inject`.
void only(const json::object& options, std::initializer_list<std::string_view> known);

/// A value's text for an error, cut to a readable length.
[[nodiscard]] std::string brief(const json::value& v);

}  // namespace sdk
}  // namespace wbm
