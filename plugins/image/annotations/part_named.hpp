// part_named.hpp - "@name" in options stands for a part of the input.
#pragma once

#include <wbm/sdk.hpp>

#include <optional>
#include <string_view>

namespace wbm::image {

/// The part that "@name" names, or nullopt for any other value. Throws not_found when there is none of that name.
[[nodiscard]] inline std::optional<Part> part_named(const json::value& v, const Input& in) {
    if (!v.is_string() || !std::string_view(v.get_string()).starts_with('@')) return std::nullopt;
    return in.part(std::string_view(v.get_string()).substr(1));
}

}  // namespace wbm::image
