#include "plotly.hpp"

#include "figure/cursor.hpp"
#include "figure/outline.hpp"
#include "limits.hpp"

#include <exception>

namespace wbm::plotly {
namespace {

constexpr const char* folder = "media/plotly";
constexpr const char* extension = ".plotly.json";
constexpr const char* inline_type = "plotly";
constexpr std::string_view known_members[] = {"caption", "_type", "sha256", "size", "path", "_wbm"};
constexpr std::string_view known_inline_members[] = {"caption", "_type", "plot", "_wbm"};
constexpr std::string_view known_wbm_members[] = {"traces", "trace_types", "title", "points"};

json::object content_of(const json::object& wbm) {
    json::object content;
    const auto count = [&](const char* key) {
        const auto found = optional_integer(wbm, key);
        if (found && *found < 0)
            throw invalid('"' + std::string(key) + "\" of \"_wbm\" must be a count, it is " + std::to_string(*found));
        if (found) content[key] = *found;
    };
    count("traces");
    if (const json::value* types = wbm.if_contains("trace_types"); types != nullptr && !types->is_null()) {
        if (!types->is_array()) throw invalid("\"trace_types\" of \"_wbm\" must be a list, it is " + brief(*types));
        for (const json::value& type : types->get_array())
            if (!type.is_string())
                throw invalid("\"trace_types\" of \"_wbm\" must be a list of texts, it has " + brief(type));
        content["trace_types"] = *types;
    }
    if (auto title = optional_text(wbm, "title")) content["title"] = *title;
    count("points");
    return content;
}

/// What a figure says of itself; nothing when it is none.
json::object facts_of(std::string_view text) {
    try {
        check_json(text, "the figure");
        return outline_of(text, "the figure").facts();
    } catch (const std::exception&) {
        return {};
    }
}

json::object look_at(const MediaFile& file) {
    try {
        const std::string text = file.head(max_look_bytes + 1);
        return text.size() <= max_look_bytes ? facts_of(text) : json::object();
    } catch (const std::exception&) {
        return {};  // a file that cannot be read now may be read later
    }
}

/// Members in any order, and NaN is NaN.
bool same(const json::object& a, const json::object& b) {
    const auto text = [](const json::object& o) {
        return json::write(o, json::Style::standard_sorted, json::NonFinite::allow);
    };
    return a == b || text(a) == text(b);
}

bool same_plot(const std::optional<std::string>& a, const std::optional<std::string>& b) {
    const auto sorted = [](const std::string& text) {
        return json::restyle(text, json::Style::standard_sorted, json::NonFinite::allow);
    };
    return a.has_value() == b.has_value() && (!a || *a == *b || sorted(*a) == sorted(*b));
}

}  // namespace

Plotly Plotly::from_json(const json::object& j, const Store& source) {
    Plotly made;
    made.caption = optional_text(j, "caption");
    const json::object wbm = object_or_empty(j, "_wbm");
    made.content = content_of(wbm);
    made.wbm_extra = ExtraMembers(wbm, known_wbm_members, source);
    if (text_or(j, "_type") != inline_type) {
        made.file = MediaFile::of_json(j, source);
        made.extra = ExtraMembers(j, known_members, source);
        if (made.content.empty()) made.seen = look_at(made.file);
        return made;
    }
    const json::value* plot = j.if_contains("plot");
    if (plot == nullptr) throw not_found("\"plot\" is missing");
    if (!plot->is_object()) throw invalid("\"plot\" must be a figure, it is " + brief(*plot));
    made.plot = json::write(*plot, json::Style::fast, json::NonFinite::allow);
    made.extra = ExtraMembers(j, known_inline_members, source);
    made.seen = facts_of(*made.plot);
    return made;
}

json::object Plotly::to_json(Store target) const {
    json::object j;
    if (plot) {
        j = media_json(inline_type, caption, {});
        j["plot"] = json::read(*plot);
    } else {
        // A user's file may be called ".json"; a run calls it what W&B knows.
        j = media_json(type, caption, file.keep(target, folder, extension));
    }
    json::object wbm = content;
    wbm_extra.add_to(wbm, target);
    if (!wbm.empty()) j["_wbm"] = std::move(wbm);
    extra.add_to(j, target);
    return j;
}

json::object Plotly::fields() const {
    json::object known = content.empty() ? seen : content;
    if (caption) known["caption"] = *caption;
    if (!plot) file.add_facts(known);
    return known;
}

bool Plotly::operator==(const Plotly& other) const {
    return caption == other.caption && same(wbm_extra.members(), other.wbm_extra.members()) &&
           same(extra.members(), other.extra.members()) && same_plot(plot, other.plot) && file == other.file;
}

}  // namespace wbm::plotly
