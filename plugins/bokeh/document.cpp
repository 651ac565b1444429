#include "document.hpp"

#include "limits.hpp"

#include <wbm/sdk/error.hpp>
#include <wbm/sdk/members.hpp>

#include <algorithm>
#include <unordered_set>

namespace wbm::bokeh {
namespace {

using Ids = std::unordered_set<std::string_view>;

const json::string* text_member(const json::object& o, std::string_view key) {
    const json::value* found = o.if_contains(key);
    return found == nullptr ? nullptr : found->if_string();
}

/// The models of the newer form, each at the place of its first use: {"type": "object", "id": ...}. Calls itself as
/// deep as the document is.
void collect_models(const json::value& v, Ids& ids) {
    if (const json::array* list = v.if_array()) {
        for (const json::value& each : *list) collect_models(each, ids);
    } else if (const json::object* o = v.if_object()) {
        const json::string* kind = text_member(*o, "type");
        const json::string* id = text_member(*o, "id");
        if (kind != nullptr && id != nullptr && *kind == "object") ids.insert(*id);
        for (const auto& member : *o) collect_models(member.value(), ids);
    }
}

struct Counts {
    std::size_t roots = 0;
    std::size_t models = 0;
};

Counts count_new(const json::array& roots, const std::string& name) {
    Ids ids;
    for (std::size_t i = 0; i < roots.size(); ++i) {
        if (!roots[i].is_object())
            throw invalid(name + " is no Bokeh document: roots[" + std::to_string(i) + "] must be an object, it is " +
                          brief(roots[i]) + "; save the plot with Bokeh again");
        collect_models(roots[i], ids);
    }
    return {roots.size(), ids.size()};
}

/// A member of the older form's "roots" that must be a list.
const json::array& list_of(const json::object& roots, const char* key, const std::string& name) {
    const json::value* found = roots.if_contains(key);
    if (found == nullptr || !found->is_array())
        throw invalid(name + " is no Bokeh document: \"" + key + "\" of \"roots\" " +
                      (found == nullptr ? "is missing" : "must be a list, it is " + brief(*found)) +
                      "; save the plot with Bokeh again");
    return found->get_array();
}

Counts count_old(const json::object& roots, const std::string& name) {
    const json::array& references = list_of(roots, "references", name);
    const json::array& root_ids = list_of(roots, "root_ids", name);
    Ids ids;
    for (std::size_t i = 0; i < references.size(); ++i) {
        const json::object* model = references[i].if_object();
        const json::string* id = model == nullptr ? nullptr : text_member(*model, "id");
        if (id == nullptr)
            throw invalid(name + " is no Bokeh document: references[" + std::to_string(i) +
                          "] must be an object with a text \"id\", it is " + brief(references[i]) +
                          "; save the plot with Bokeh again");
        ids.insert(*id);
    }
    for (const json::value& id : root_ids)
        if (!id.is_string() || ids.count(id.get_string()) == 0)
            throw invalid(name + " is no Bokeh document: the root id " + brief(id) +
                          " names no model of \"references\"; save the plot with Bokeh again");
    return {root_ids.size(), references.size()};
}

Counts count(const json::object& document, const std::string& name) {
    const json::value* roots = document.if_contains("roots");
    if (roots == nullptr)
        throw invalid(name +
                      " is no Bokeh document: \"roots\" is missing; give what Document.to_json() of Bokeh gives");
    if (const json::array* list = roots->if_array()) return count_new(*list, name);
    if (const json::object* o = roots->if_object()) return count_old(*o, name);
    throw invalid(name + " is no Bokeh document: \"roots\" must be a list, or an object with \"references\", it is " +
                  brief(*roots) + "; give what Document.to_json() of Bokeh gives");
}

/// The text of a member; empty when it is missing. A null title is what a document without one has.
std::string checked_text(const json::object& document, const char* key, bool is_needed, const std::string& name) {
    const json::value* found = document.if_contains(key);
    const bool is_absent = found == nullptr || (!is_needed && found->is_null());
    if (is_absent && is_needed)
        throw invalid(name + " is no Bokeh document: \"" + key +
                      "\" is missing; give what Document.to_json() of Bokeh gives");
    if (is_absent) return {};
    if (!found->is_string())
        throw invalid(name + " is no Bokeh document: \"" + key + "\" must be text, it is " + brief(*found) +
                      "; save the plot with Bokeh again");
    return std::string(std::string_view(found->get_string()));
}

}  // namespace

void check_size(std::string_view text, const std::string& name) {
    if (text.size() > max_document_bytes)
        throw invalid(name + " has " + std::to_string(text.size()) + " bytes as JSON, more than " +
                      std::to_string(max_document_bytes) + "; log a plot with less data");
}

json::object read_document(std::string_view text, const std::string& name) {
    check_size(text, name);
    try {
        json::value document = json::read(text, json::NonFinite::allow, {max_document_depth, max_document_bytes});
        if (json::object* o = document.if_object()) return std::move(*o);
        throw invalid(name + " is no Bokeh document: it must be a JSON object, it is " + brief(document) +
                      "; give what Document.to_json() of Bokeh gives");
    } catch (const json::Error& e) {
        throw invalid(name + " is no Bokeh document: " + e.what() + "; save the plot with Bokeh again");
    }
}

json::object facts_of(const json::object& document, const std::string& name) {
    const Counts counts = count(document, name);  // first: without roots it is another type's JSON
    const std::string version = checked_text(document, "version", true, name);
    const std::string title = checked_text(document, "title", false, name);
    json::object facts;
    if (!title.empty() && title.size() <= max_fact_bytes) facts["title"] = title;
    if (version.size() <= max_fact_bytes) facts["version"] = version;
    facts["roots"] = counts.roots;
    facts["models"] = counts.models;
    return facts;
}

bool sort_references(json::object& document) {
    json::object* roots = document.at("roots").if_object();
    if (roots == nullptr) return false;
    const auto id = [](const json::value& model) -> const json::string& { return model.at("id").get_string(); };
    const auto less = [&](const json::value& a, const json::value& b) { return id(a) < id(b); };
    json::array& references = roots->at("references").get_array();
    if (std::is_sorted(references.begin(), references.end(), less)) return false;
    std::stable_sort(references.begin(), references.end(), less);
    return true;
}

}  // namespace wbm::bokeh
