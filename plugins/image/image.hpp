// image.hpp - Image: a picture with a caption, boxes, masks and classes. `_type` "image-file".
// Implements the wire spec, sections 4.1 to 4.8 and 4.13 to 4.15, on the media rules of section 3.
#pragma once

#include "annotations/annotations.hpp"
#include "arrays/source_array.hpp"
#include "image_options.hpp"
#include "limits.hpp"
#include "picture.hpp"

#include <wbm/sdk.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>

namespace wbm::image {

/// Made from
///   a path or bytes   a picture in one of the formats of formats/codecs.hpp, kept byte for byte. Its parts are walked,
///                     so that a file that is cut short is refused; nothing is decoded.
///   a tensor          any number type, H x W, H x W x 1, x 3 or x 4 (C x H x W with option layout), any strides; kept
///   as
///                     PNG unless option file_type says otherwise. uint16 is kept with 16 bits. Numbers that the file
///                     does not hold are kept beside it (arrays/source_array.hpp).
///   a URL             gs://, s3://, http:// or https://; only artifacts hold references, and nothing is fetched
///   another image     its picture, caption, grouping and classes, without boxes and masks
/// Options: image_options.hpp. Immutable. [const calls are thread-safe]
struct Image {
    static constexpr const char* type = "image-file";
    static constexpr auto inputs = WBM_FROM_PATH | WBM_FROM_BYTES | WBM_FROM_TENSOR | WBM_FROM_URL | WBM_FROM_VALUE;
    static constexpr std::uint32_t max_items = max_batch;
    static const char* const facts;

    static Image create(Input in);
    /// format, width, height (as shown), frames of several, size.
    static json::object probe(const Part& file);
    /// Decodes nothing: what the reference wrote is kept whatever its format.
    static Image from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(Store target) const;
    /// width, height (as shown), format, caption, grouping, frames, dtype, classes, boxes, box_labels and masks by
    /// layer, sha256, size, where known.
    [[nodiscard]] json::object fields() const;
    /// Without options: the array that the image was made from, with its dtype and shape; for a file its pixels as
    /// shown, uint8 or deeper, palettes as RGB or RGBA, H x W or H x W x C. Options:
    ///   mode    the picture converted as Pillow does (modes/convert.hpp): "L", "LAB", ...
    ///   frame   of an animation, page of a TIFF; the first is 0
    [[nodiscard]] Array tensor(const json::object& options) const;
    /// `images/separated`, wire spec 4.8.
    static json::object seq_to_json(std::span<const Image* const> values, std::span<const json::object> items);
    /// Equal grouping, caption, width, height, pixels, original arrays and annotations; two references: equal URLs.
    /// More than the reference compares (wire spec 4.15), so that nothing is lost unseen.
    bool operator==(const Image& other) const;

    std::variant<MediaFile, std::string> media;  ///< a file, or the URL of a reference
    std::optional<std::uint64_t> width;          ///< pixels as shown; unknown for a reference
    std::optional<std::uint64_t> height;
    std::optional<std::string> format;  ///< as the reference names it: a file's extension without the dot, may be empty
    std::optional<std::string> caption;
    std::optional<std::int64_t> grouping;
    std::optional<std::uint32_t> frames;  ///< of an animation or a TIFF with several pages; else none
    std::optional<SourceArray> array;     ///< what the picture alone does not say of the array it was made from
    Annotations annotations;
    ExtraMembers wbm_extra;  ///< members of "_wbm" that this version does not know
    ExtraMembers extra;      ///< and members of the image's JSON

    [[nodiscard]] const MediaFile* file() const noexcept { return std::get_if<MediaFile>(&media); }
    [[nodiscard]] const std::string* url() const noexcept { return std::get_if<std::string>(&media); }
    /// The picture as shown. Throws unsupported for a reference.
    [[nodiscard]] Picture picture(std::uint32_t frame = 0) const;
};

}  // namespace wbm::image
