#include "html.hpp"

#include "page_text.hpp"

namespace wbm::html {
namespace {

constexpr const char* folder = "media/html";
constexpr const char* extension = ".html";
constexpr std::string_view known_members[] = {"caption", "_type", "path", "sha256", "size"};

/// `name` is what an error calls the text.
void check_utf8(std::string_view text, const std::string& name) {
    if (const auto offset = first_bad_utf8(text))
        throw invalid(name + " is not UTF-8: byte " + std::to_string(*offset) +
                      " begins no character; convert it to UTF-8");
}

void check_size(std::size_t size) {
    if (size > max_html_bytes)
        throw invalid("the text has " + std::to_string(size) + " bytes, more than " + std::to_string(max_html_bytes));
}

MediaFile file_of_path(const std::string& path, bool inject) {
    const std::string name = name_of_file(path);
    MediaFile file = MediaFile::of_path(path);
    if (file.extension() != extension)
        throw invalid(name +
                      " has no \".html\" extension; rename it, or give the text itself as bytes to log literal HTML");
    const std::string text = read_file(path, max_html_bytes);
    check_utf8(text, name);
    if (!inject) return file;
    return MediaFile::of_bytes(with_style(with_plain_newlines(text)), extension);
}

MediaFile file_of_text(std::string_view text, bool inject) {
    check_size(text.size());
    check_utf8(text, "the text");
    return MediaFile::of_bytes(inject ? with_style(text) : std::string(text), extension);
}

}  // namespace

const char* const Html::facts = R"({
  "description": "HTML pages and fragments",
  "extensions": [".html"],
  "batch": "html",
  "options": {
    "type": "object",
    "properties": {
      "inject": {"type": "boolean", "default": true, "description": "add a base target and W&B's style sheet to the head"},
      "caption": {"type": ["string", "null"]}
    },
    "additionalProperties": false
  }
})";

Html Html::create(Input in) {
    const json::object options = in.options();
    only(options, {"inject", "caption"});
    const bool inject = boolean_or(options, "inject", true);
    std::optional<std::string> caption = optional_text(options, "caption");
    MediaFile file = in.is(WBM_FROM_PATH) ? file_of_path(in.path(), inject) : file_of_text(in.bytes(), inject);
    return {std::move(file), std::move(caption), {}};
}

json::object Html::probe(const Part& file) {
    const bool is_path = file.is(WBM_FROM_PATH);
    const std::string read = is_path ? read_file(file.path(), max_html_bytes) : std::string();
    const std::string_view text = is_path ? std::string_view(read) : file.bytes();
    check_size(text.size());
    check_utf8(text, is_path ? name_of_file(file.path()) : "the text");
    return {{"format", "html"}, {"size", text.size()}};
}

Html Html::from_json(const json::object& j, const Store& source) {
    return {MediaFile::of_json(j, source), optional_text(j, "caption"), ExtraMembers(j, known_members, source)};
}

json::object Html::to_json(Store target) const {
    json::object j = media_json(type, caption, file.keep(target, folder));
    extra.add_to(j, target);
    return j;
}

json::object Html::fields() const {
    json::object known;
    if (caption) known["caption"] = *caption;
    file.add_facts(known);
    return known;
}

json::object Html::seq_to_json(std::span<const Html* const> values, std::span<const json::object> items) {
    return {{"_type", "html"}, {"count", values.size()}, {"html", json::array(items.begin(), items.end())}};
}

}  // namespace wbm::html
