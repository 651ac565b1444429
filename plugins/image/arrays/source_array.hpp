// source_array.hpp - the array that a picture was made from, so that reading gives it back: its dtype and shape, how it
// became the picture, and, where the picture does not hold it exactly, the array itself as a file `.npy.gz`.
#pragma once

#include "array_view.hpp"
#include "to_uint8.hpp"
#include "transform.hpp"

#include <wbm/sdk.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::image {

/// In `_wbm` of an image or a mask:
///   {"array": {"dtype": "float32", "shape": [480, 640], "path": "media/images/<...>.npy.gz", "sha256": ..., "size":
///   ...},
///    "transform": {"scale": 255, "offset": 0}}
/// without path, sha256 and size when the picture holds the array exactly.
struct SourceArray {
    DLDataType dtype{};
    std::vector<std::int64_t> shape;
    Transform transform;
    std::optional<MediaFile> file;

    /// What is to be kept beside `shown`, the samples that were made of the array; nullopt when the picture says it
    /// all: its natural shape and its own 8 or 16 bits.
    [[nodiscard]] static std::optional<SourceArray> of(const ArrayView& view, const Samples& shown);
    /// The same, with the array kept as a file whatever the picture holds.
    [[nodiscard]] static SourceArray kept(const ArrayView& view, const Transform& transform);

    /// Throws invalid for a dtype or shape that no picture has.
    [[nodiscard]] static std::optional<SourceArray> from_json(const json::object& wbm, const Store& source);
    /// Adds the members "array" and "transform".
    void add_to(json::object& wbm, Store target, std::string_view folder) const;

    /// The array; `stored` has the picture's samples, for one without a file.
    [[nodiscard]] Array array(const std::byte* stored, std::size_t count, std::size_t sample_bytes) const;

    [[nodiscard]] std::size_t elements() const noexcept;
    friend bool operator==(const SourceArray& a, const SourceArray& b);
};

/// A NumPy array file, gzip'ed: `numpy.load(gzip.open(path))` reads it.
[[nodiscard]] std::string npy_gz(DLDataType dtype, const std::vector<std::int64_t>& shape,
                                 const std::vector<std::byte>& elements);
/// Its elements. Throws invalid unless it holds an array of exactly this dtype and shape; `name` begins the sentence.
[[nodiscard]] std::vector<std::byte> read_npy_gz(std::string_view file, DLDataType dtype,
                                                 const std::vector<std::int64_t>& shape, const std::string& name);

}  // namespace wbm::image
