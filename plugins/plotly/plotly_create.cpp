// How a figure is made from what a caller has, and what its manifest says.
#include "plotly.hpp"

#include "figure/compact.hpp"
#include "figure/cursor.hpp"
#include "figure/outline.hpp"
#include "figure/trace_types.hpp"
#include "limits.hpp"

namespace wbm::plotly {
namespace {

constexpr const char* extension = ".plotly.json";

void warn_of_types(const Outline& outline, const std::string& name) {
    if (outline.unknown_types.empty()) return;
    std::string text;
    for (const std::string& type : outline.unknown_types) {
        text += (text.empty() ? "" : "; ") + brief(json::value(type));
        if (const auto nearest = nearest_trace_type(type); !nearest.empty())
            text += ", did you mean \"" + std::string(nearest) + "\"?";
    }
    log_warning("plotly-file: " + name +
                " has traces of a type that plotly.js does not know and will not draw: " + text);
}

void check_size(std::size_t size, const std::string& name) {
    if (size > max_figure_bytes)
        throw invalid(name + " has " + std::to_string(size) + " bytes, more than " + std::to_string(max_figure_bytes) +
                      "; draw fewer points, or give arrays with option \"typed_arrays\"");
}

Plotly of_outline(const Outline& outline, MediaFile file) {
    Plotly made;
    made.content = outline.facts();
    made.file = std::move(file);
    return made;
}

Plotly of_text(std::string_view text, const ArrayParts& arrays, bool typed) {
    const std::string name = "the figure";
    check_size(text.size(), name);
    check_json(text, name);
    const Outline outline = outline_of(text, name, arrays);
    Compact made = compact(text, arrays, typed);
    arrays.check_all_found();
    check_size(made.text.size(), name);
    warn_of_types(outline, name);
    return of_outline(outline, MediaFile::of_bytes(std::move(made.text), extension));
}

Plotly of_path(const std::string& path) {
    const std::string name = name_of_file(path);
    MediaFile file = MediaFile::of_path(path);
    if (file.extension() != ".json")
        throw invalid(name + " has no \".json\" extension; rename it, or give its text as bytes");
    const std::string text = read_file(path, max_figure_bytes);
    check_json(text, name);
    const Outline outline = outline_of(text, name);
    warn_of_types(outline, name);
    if (!has_non_finite(text)) return of_outline(outline, std::move(file));
    log_warning("plotly-file: " + name +
                " has bare NaN or Infinity, which no browser reads; a copy with null in their place is kept");
    return of_outline(outline, MediaFile::of_bytes(compact(text, {}, false).text, extension));
}

/// Does the text begin as a figure does? Its first member is one of a figure's.
bool begins_as_figure(std::string_view text) {
    const auto skip = [&] {
        while (!text.empty() && Cursor::is_blank(text.front())) text.remove_prefix(1);
    };
    skip();
    if (!text.starts_with('{')) return false;
    text.remove_prefix(1);
    skip();
    for (const char* member : {"\"data\"", "\"layout\"", "\"frames\""})
        if (text.starts_with(member)) return true;
    return false;
}

}  // namespace

const char* const Plotly::facts = R"json({
  "description": "Plotly figures",
  "extensions": [".plotly.json"],
  "non_finite": true,
  "options": {
    "type": "object",
    "properties": {
      "caption": {"type": ["string", "null"]},
      "typed_arrays": {"type": "boolean", "default": false,
                       "description": "arrays given as parts are kept as plotly.js' typed arrays, base64 of their bytes"}
    },
    "additionalProperties": false
  }
})json";

Plotly Plotly::create(Input in) {
    const json::object options = in.options();
    only(options, {"caption", "typed_arrays"});
    const ArrayParts arrays(in);
    const bool typed = boolean_or(options, "typed_arrays", false);
    if (typed && arrays.empty())
        throw invalid("option \"typed_arrays\" is for arrays given as parts, and there are none; leave it out");
    if (in.is(WBM_FROM_PATH) && !arrays.empty())
        throw invalid("arrays are given with a file, which is kept as it is; give the figure's text as bytes");
    Plotly made = in.is(WBM_FROM_PATH) ? of_path(in.path())
                  : in.is(WBM_FROM_JSON)
                      ? of_text(json::write(in.json(), json::Style::fast, json::NonFinite::allow), arrays, typed)
                      : of_text(in.bytes(), arrays, typed);
    made.caption = optional_text(options, "caption");
    return made;
}

json::object Plotly::probe(const Part& file) {
    const bool is_path = file.is(WBM_FROM_PATH);
    const std::string name = is_path ? name_of_file(file.path()) : "the data";
    const std::string read = is_path ? read_file(file.path(), max_figure_bytes) : std::string();
    const std::string_view text = is_path ? std::string_view(read) : file.bytes();
    check_size(text.size(), name);
    const auto look = [&] {
        check_json(text, name);
        return outline_of(text, name).facts();
    };
    json::object found;
    if (begins_as_figure(text)) {
        found = look();
    } else {
        try {
            found = look();
        } catch (const Error&) {
            throw unsupported(name + " is no figure, an object with \"data\" and \"layout\"");
        }
    }
    found["format"] = "plotly.json";
    found["size"] = text.size();
    return found;
}

}  // namespace wbm::plotly
