// class_ids.hpp - an array of class ids as the 8 bits that W&B shows, and the table that says which is which.
#pragma once

#include "../arrays/array_view.hpp"

#include <wbm/json.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace wbm::image {

/// Ids of 0 to 255 are shown as themselves. Any other id gets the highest value that no id has yet; when none is left,
/// the remaining ones share the last, `shared`. So nothing wraps: two ids share a value only where the table says so.
struct ShownIds {
    std::vector<std::byte> pixels;               ///< H x W
    std::map<std::int64_t, std::uint8_t> table;  ///< ids that are not shown as themselves
    std::vector<std::int64_t> ids;               ///< every id that occurs, ascending
    bool is_exact = true;                        ///< the elements are whole numbers, each the id that is shown

    /// {"300": 255}, ids as text.
    [[nodiscard]] json::object table_json() const;
};

/// `view`: H x W of any number type. Throws invalid for numbers that are no ids: NaN, infinite, beyond 2^53. A fraction
/// counts as the whole number towards 0.
[[nodiscard]] ShownIds shown_ids(const ArrayView& view, const std::string& where);

}  // namespace wbm::image
