// image_options.hpp - what may be said beside the picture when an image is made. Wire spec 4.2.
#pragma once

#include <wbm/json.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace wbm::image {

struct ImageOptions {
    std::optional<std::string> caption;
    std::optional<std::int64_t> grouping;  ///< never 0: the wire does not tell 0 from none
    std::optional<std::string> file_type;  ///< for arrays only; a file keeps its format
    bool normalize = true;                 ///< arrays of 0 and 1 become 0 and 255

    /// Throws invalid for an option that is unknown or of another kind, unsupported for boxes, masks and classes.
    [[nodiscard]] static ImageOptions parse(const json::object& options);
    /// Throws unless arrays can be encoded as `file_type`.
    void check_file_type() const;
};

/// Their JSON schema and the rest of what the manifest says of images.
extern const char* const image_facts;

}  // namespace wbm::image
