// kept_array.hpp - what a stored text or mesh does not say of the array that it was made from: its dtype and shape,
// and, where the file rounds or bloats the numbers, the array itself as a NumPy file.
#pragma once

#include "table.hpp"

#include <wbm/sdk.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::object3d {

/// In `_wbm.arrays`: {"points": {"dtype": "float32", "shape": [100, 3], "path": "media/object3D/<...>.npy", "sha256":
/// ..., "size": ...}}, without the last three when the object's own file holds the numbers exactly.
struct KeptArray {
    DLDataType dtype{};
    std::vector<std::int64_t> shape;
    std::optional<MediaFile> file;

    /// `with_numbers`: also keep the array itself.
    [[nodiscard]] static KeptArray of(const Table& table, bool with_numbers);
    /// Throws invalid for a dtype or shape that no object has.
    [[nodiscard]] static KeptArray from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(Store target, std::string_view folder) const;

    /// The array in its file. Throws invalid when that holds another one.
    [[nodiscard]] Array read() const;
    [[nodiscard]] std::size_t elements() const noexcept;

    friend bool operator==(const KeptArray& a, const KeptArray& b);
};

}  // namespace wbm::object3d
