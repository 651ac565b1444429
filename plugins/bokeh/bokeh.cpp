#include "bokeh.hpp"

#include "document.hpp"
#include "limits.hpp"

#include <utility>

namespace wbm::bokeh {
namespace {

constexpr const char* folder = "media/bokeh";
constexpr std::string_view extension = ".bokeh.json";
constexpr std::string_view known_members[] = {"caption", "_type", "sha256", "size", "path", "_wbm"};
constexpr std::string_view known_wbm_members[] = {"title", "version", "roots", "models"};

Bokeh of_path(const std::string& path) {
    Bokeh made;
    made.file = MediaFile::of_path(path);
    const std::string name = name_of_file(path);
    if (!path.ends_with(extension))
        throw invalid(name + " must have a name that ends with \".bokeh.json\"; rename it, or give its text as bytes");
    made.content = facts_of(read_document(read_file(path, max_document_bytes), name), name);
    return made;
}

/// `text`: the document as it was given, if it was given as text: its integers keep their digits.
Bokeh of_document(json::object document, const std::string_view* text, const std::string& name) {
    Bokeh made;
    made.content = facts_of(document, name);
    const bool is_changed = sort_references(document);
    std::string stored = text == nullptr || is_changed
                             ? json::write(document, json::Style::fast, json::NonFinite::allow)
                             : json::restyle(*text, json::Style::fast, json::NonFinite::allow);
    check_size(stored, name);
    made.file = MediaFile::of_bytes(std::move(stored), std::string(extension));
    return made;
}

Bokeh of_text(std::string_view text) { return of_document(read_document(text, "the text"), &text, "the text"); }

Bokeh of_value(json::value document) {
    if (!document.is_object())
        throw invalid("the JSON is no Bokeh document: it must be an object, it is " + brief(document) +
                      "; give what Document.to_json() of Bokeh gives");
    return of_document(std::move(document.get_object()), nullptr, "the JSON");
}

/// title, version, roots and models of "_wbm", in the order that they are written.
json::object content_of(const json::object& wbm) {
    json::object content;
    for (const char* key : {"title", "version"})
        if (const auto text = optional_text(wbm, key)) content[key] = *text;
    for (const char* key : {"roots", "models"})
        if (const auto count = optional_integer(wbm, key)) {
            if (*count < 0)
                throw invalid('"' + std::string(key) + "\" of \"_wbm\" must be a count, it is " +
                              std::to_string(*count));
            content[key] = *count;
        }
    return content;
}

/// What a small file holds; empty when it is large or not sound, which is nobody's fault here.
json::object look_into(const MediaFile& file) {
    try {
        const std::string text = file.head(max_look_bytes + 1);
        return text.size() > max_look_bytes ? json::object() : facts_of(read_document(text, "it"), "it");
    } catch (const Error&) {
        return {};
    }
}

}  // namespace

const char* const Bokeh::facts = R"({
  "description": "Bokeh plots",
  "extensions": [".bokeh.json"],
  "options": {
    "type": "object",
    "properties": {
      "caption": {"type": ["string", "null"], "description": "shown with the plot; survives reading"}
    },
    "additionalProperties": false
  }
})";

Bokeh Bokeh::create(Input in) {
    const json::object options = in.options();
    only(options, {"caption"});
    std::optional<std::string> caption = optional_text(options, "caption");
    Bokeh made = in.is(WBM_FROM_PATH)    ? of_path(in.path())
                 : in.is(WBM_FROM_BYTES) ? of_text(in.bytes())
                                         : of_value(in.json());
    made.caption = std::move(caption);
    return made;
}

json::object Bokeh::probe(const Part& part) {
    const bool is_path = part.is(WBM_FROM_PATH);
    const std::string name = is_path ? name_of_file(part.path()) : "the text";
    const std::string read = is_path ? read_file(part.path(), max_document_bytes) : std::string();
    const std::string_view text = is_path ? std::string_view(read) : part.bytes();
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || text[first] != '{')
        throw unsupported(name + " is no JSON object, which a Bokeh document is");
    const json::object document = read_document(text, name);
    if (!document.contains("roots")) throw unsupported(name + " has no \"roots\", which a Bokeh document has");
    json::object found = facts_of(document, name);
    found["size"] = text.size();
    return found;
}

Bokeh Bokeh::from_json(const json::object& j, const Store& source) {
    Bokeh made;
    made.file = MediaFile::of_json(j, source);
    made.caption = optional_text(j, "caption");
    const json::object wbm = object_or_empty(j, "_wbm");
    made.content = content_of(wbm);
    if (made.content.empty()) made.seen = look_into(made.file);
    made.wbm_extra = ExtraMembers(wbm, known_wbm_members, source);
    made.extra = ExtraMembers(j, known_members, source);
    return made;
}

json::object Bokeh::to_json(Store target) const {
    // A name says no more than ".json" of a ".bokeh.json".
    const bool is_ours = file.bytes() != nullptr || file.path().ends_with(extension);
    json::object j = media_json(type, caption, file.keep(target, folder, is_ours ? extension : std::string_view()));
    json::object wbm = content;
    wbm_extra.add_to(wbm, target);
    if (!wbm.empty()) j["_wbm"] = std::move(wbm);
    extra.add_to(j, target);
    return j;
}

json::object Bokeh::fields() const {
    json::object known = content.empty() ? seen : content;
    if (caption) known["caption"] = *caption;
    file.add_facts(known);
    return known;
}

bool Bokeh::operator==(const Bokeh& other) const {
    // What is said of the content follows from it.
    return caption == other.caption && wbm_extra == other.wbm_extra && extra == other.extra && file == other.file;
}

}  // namespace wbm::bokeh
