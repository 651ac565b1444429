// image_mask.hpp - ImageMask: which class each pixel of an image is of. `_type` "mask". Wire spec 4.11.
#pragma once

#include "../arrays/source_array.hpp"

#include <wbm/sdk.hpp>

#include <optional>
#include <string>

namespace wbm::image {

/// Made from
///   a tensor   H x W of class ids, any number type; kept as a gray PNG whose pixels are the ids. Ids beyond 0..255 are
///              kept beside it, see class_ids.hpp.
///   a path     a mask file, kept byte for byte, whatever it is
///   JSON       {"mask_data": "@part", "class_labels": {...}} or {"path": "..."}, as option masks of an image has it
/// Options: `class_labels` {"1": "cat"} and `key`, the layer's name.
struct ImageMask {
    static constexpr const char* type = "mask";
    static constexpr auto inputs = WBM_FROM_TENSOR | WBM_FROM_PATH | WBM_FROM_JSON;
    static const char* const facts;

    static ImageMask create(Input in);
    static ImageMask from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(Store target) const;
    /// class_labels, table.
    [[nodiscard]] json::object fields() const;
    /// The class ids, H x W, with the dtype that they were given in; uint8 or what the file has for a file. No options.
    [[nodiscard]] Array tensor(const json::object& options) const;
    bool operator==(const ImageMask& other) const;

    /// `part`: a tensor or a path. `where` begins error sentences.
    static ImageMask of(const Part& part, const json::object& options, std::string key, const std::string& where);
    /// `given`: the JSON form; "@name" in it is a part of `in`.
    static ImageMask of(const json::value& given, const Input& in, std::string key, const std::string& where);
    static ImageMask of_path(const std::string& path, std::string key);

    /// The names by the values that are shown, for who draws the file: {"255": "class_300"}.
    [[nodiscard]] json::object shown_labels() const;

    MediaFile file;
    std::string key;
    std::optional<json::object> labels;  ///< as given, else "class_<id>" for each; none for a file
    bool has_own_labels = false;
    json::object table;                ///< id as text: value shown; of ids that are not shown as themselves
    std::optional<SourceArray> array;  ///< of ids that the file alone does not give back
    ExtraMembers extra = {};           ///< members that this version does not know
};

}  // namespace wbm::image
