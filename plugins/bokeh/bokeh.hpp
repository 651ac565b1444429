// bokeh.hpp - Bokeh: a plot made with Bokeh, as the JSON of its document. `_type` "bokeh-file".
// Implements the wire spec, section 11, on the media rules of section 3.
#pragma once

#include <wbm/sdk.hpp>

#include <optional>
#include <string>

namespace wbm::bokeh {

/// Made from
///   a path  a ".bokeh.json" file; kept byte for byte
///   bytes   a document's JSON text; laid out as the reference does, and the models of Bokeh 1 and 2 sorted by id
///   JSON    the same, already parsed
/// document.hpp says what a document is; all of it is checked as JSON. Option: caption, text.
/// Immutable. [const calls are thread-safe]
struct Bokeh {
    static constexpr const char* type = "bokeh-file";
    static constexpr auto inputs = WBM_FROM_PATH | WBM_FROM_BYTES | WBM_FROM_JSON;
    static const char* const facts;

    static Bokeh create(Input in);
    /// What fields() says of the document, of a file whatever its name.
    static json::object probe(const Part& part);
    /// Keeps what is there, sound or not.
    static Bokeh from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(Store target) const;
    /// title, version, roots, models, caption, sha256, size, where known.
    [[nodiscard]] json::object fields() const;
    /// Equal content, caption and unknown members.
    bool operator==(const Bokeh& other) const;

    MediaFile file;
    std::optional<std::string> caption;
    json::object content;    ///< title, version, roots, models as "_wbm" has them; empty for what the reference wrote
    json::object seen;       ///< the same, found in a small file that has no "_wbm"; not written
    ExtraMembers wbm_extra;  ///< members of "_wbm" that this version does not know
    ExtraMembers extra;      ///< and members of the value's JSON
};

}  // namespace wbm::bokeh
