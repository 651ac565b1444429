// names.hpp - the names of types: of columns, and of the media values in their cells.
#pragma once

#include "column_type.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace wbm::table {

/// The wb_type of every kind but stranger.
[[nodiscard]] std::string_view name_of(TypeKind kind) noexcept;

/// The kind of a wb_type, legacy names included; nullopt for one that nobody knows.
[[nodiscard]] std::optional<TypeKind> kind_of(std::string_view wb_type) noexcept;

/// The known name that a misspelt one is nearest to; "" when none is near.
[[nodiscard]] std::string_view nearest_wb_type(std::string_view wb_type);

/// Why nobody knows this wb_type, with the names that are known.
[[nodiscard]] std::string unknown_wb_type(std::string_view wb_type);

/// The kind of column that holds media values of a JSON `_type`; python_object for those whose class the reference has
/// no column type for, any for types that it does not know.
[[nodiscard]] TypeKind media_kind(std::string_view type) noexcept;

/// The class of such a value in the reference, "Histogram" for histogram; "" for a type without one.
[[nodiscard]] std::string_view media_class(std::string_view type) noexcept;

}  // namespace wbm::table
