// image.hpp - Image: a picture with a caption. `_type` "image-file".
// Implements the wire spec, sections 4.1 to 4.3, 4.6 to 4.8 and 4.13 to 4.15, on the media rules of section 3.
#pragma once

#include "image_options.hpp"
#include "limits.hpp"

#include <wbm/sdk.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>

namespace wbm::image {

/// Made from
///   a path or bytes   a PNG or JPEG picture, decoded once to check it and kept byte for byte
///   a tensor          uint8, H x W, H x W x 1, H x W x 3 or H x W x 4, any strides; kept as PNG
///   a URL             gs://, s3://, http:// or https://; only artifacts hold references, and nothing is fetched
/// Options: image_options.hpp. Immutable. [const calls are thread-safe]
struct Image {
    static constexpr const char* type = "image-file";
    static constexpr auto inputs = WBM_FROM_PATH | WBM_FROM_BYTES | WBM_FROM_TENSOR | WBM_FROM_URL;
    static constexpr std::uint32_t max_items = max_batch;
    static const char* const facts;

    static Image create(Input in);
    /// Decodes nothing: what the reference wrote is kept whatever its format.
    static Image from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(Store target) const;
    /// width, height, format, caption, grouping, sha256, size, where known.
    [[nodiscard]] json::object fields() const;
    /// The pixels, uint8 or uint16, H x W or H x W x C: image_file.hpp, decode(). No options.
    [[nodiscard]] Array tensor(const json::object& options) const;
    /// `images/separated`, wire spec 4.8.
    static json::object seq_to_json(std::span<const Image* const> values, std::span<const json::object> items);
    /// Equal grouping, caption, width, height, pixels and classes; two references: equal URLs. Wire spec 4.15.
    bool operator==(const Image& other) const;

    std::variant<MediaFile, std::string> media;  ///< a file, or the URL of a reference
    std::optional<std::uint64_t> width;          ///< pixels; unknown for a reference
    std::optional<std::uint64_t> height;
    std::optional<std::string> format;  ///< as the reference names it: a file's extension without the dot, may be empty
    std::optional<std::string> caption;
    std::optional<std::int64_t> grouping;
    ExtraMembers extra;  ///< boxes, masks, classes and whatever else this version does not know

    [[nodiscard]] const MediaFile* file() const noexcept { return std::get_if<MediaFile>(&media); }
    [[nodiscard]] const std::string* url() const noexcept { return std::get_if<std::string>(&media); }
};

}  // namespace wbm::image
