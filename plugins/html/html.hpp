// html.hpp - Html: a page or a fragment of one, shown in the workspace. `_type` "html-file".
// Implements the wire spec, section 9, on the media rules of section 3.
#pragma once

#include <wbm/sdk.hpp>

#include <optional>
#include <span>
#include <string>

namespace wbm::html {

/// What one page may take: it is held in memory.
inline constexpr std::size_t max_html_bytes = std::size_t{1} << 30;

/// Made from a ".html" file or from literal text, both UTF-8. Options:
///   inject   true: put a base target and W&B's style sheet into the head (section 9). A file is then kept as a changed
///            copy; with false it is kept byte for byte.
///   caption  text
/// Immutable. [const calls are thread-safe]
struct Html {
    static constexpr const char* type = "html-file";
    static constexpr auto inputs = WBM_FROM_PATH | WBM_FROM_BYTES;
    static const char* const facts;

    static Html create(Input in);
    /// format, size. A text says nothing of itself, so every UTF-8 text is HTML.
    static json::object probe(const Part& file);
    static Html from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(Store target) const;
    /// caption, sha256, size, where known.
    [[nodiscard]] json::object fields() const;
    static json::object seq_to_json(std::span<const Html* const> values, std::span<const json::object> items);
    /// Equal content, caption and unknown members.
    bool operator==(const Html&) const = default;

    MediaFile file;
    std::optional<std::string> caption;
    ExtraMembers extra;
};

}  // namespace wbm::html
