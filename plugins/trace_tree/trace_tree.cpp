#include "trace_tree.hpp"

#include "limits.hpp"
#include "md5.hpp"
#include "span_text.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <utility>
#include <vector>

namespace wbm::trace_tree {
namespace {

constexpr std::size_t hash_digits = 16;

/// What the input has.
struct Given {
    std::optional<std::string> root_span, model_dict;  ///< as the reference writes them
    std::optional<std::string> root_span_dumps, model_dict_dumps, model_hash, type;
};

void check_size(std::size_t size) {
    if (size > max_text_bytes)
        throw invalid("the trace takes " + std::to_string(size) + " bytes as JSON, more than " +
                      std::to_string(max_text_bytes) + "; log it as several traces");
}

std::optional<std::string> text_or_null(json::Reader& in) {
    if (in.peek() == json::Reader::Kind::null) return in.null(), std::nullopt;
    const std::string key = in.key();
    if (in.peek() != json::Reader::Kind::text) throw invalid('"' + key + "\" must be text, it is " + brief(in.read()));
    return std::string(in.text());
}

std::optional<std::string> model_text(TextReader& source) {
    if (source.in.peek() == json::Reader::Kind::null) return source.in.null(), std::nullopt;
    if (source.in.peek() != json::Reader::Kind::object)
        throw invalid("model_dict must be an object or null, it is " + brief(source.in.read()));
    std::string text;
    append_std(text, source.take());
    return text;
}

Given read_input(std::string_view text) {
    TextReader source(text);
    json::Reader& in = source.in;
    if (in.peek() != json::Reader::Kind::object)
        throw invalid("the trace must be an object such as {\"root_span\": {\"name\": \"call\"}}, it is " +
                      brief(in.read()));
    Given given;
    const std::array<std::pair<std::string_view, std::optional<std::string> Given::*>, 4> texts = {
        {{"root_span_dumps", &Given::root_span_dumps},
         {"model_dict_dumps", &Given::model_dict_dumps},
         {"model_hash", &Given::model_hash},
         {"_type", &Given::type}}};
    in.begin_object();
    while (in.next_member()) {
        const auto one = std::find_if(texts.begin(), texts.end(), [&](const auto& t) { return t.first == in.key(); });
        if (one != texts.end())
            given.*one->second = text_or_null(in);
        else if (in.key() == "root_span")
            given.root_span = span_text(source);
        else if (in.key() == "model_dict")
            given.model_dict = model_text(source);
        else
            throw invalid("the trace has a member " + brief(json::value(in.key())) +
                          ", which it cannot have; give \"root_span\" and \"model_dict\"");
    }
    in.finish();
    return given;
}

/// Checks texts that are kept as they are.
void check_texts(const Given& given) {
    const auto check = [](const char* key, const std::string& text, auto read) {
        try {
            TextReader source(text);
            (void)read(source);
            source.in.finish();
        } catch (const json::Error& e) {
            throw invalid('"' + std::string(key) + "\" is no JSON: " + e.what());
        }
    };
    check("root_span_dumps", *given.root_span_dumps, &span_text);
    if (given.model_dict_dumps) check("model_dict_dumps", *given.model_dict_dumps, &model_text);
}

TraceTree of_given(Given given) {
    if (given.type && *given.type != TraceTree::type)
        throw invalid("\"_type\" is " + brief(json::value(*given.type)) + "; that is another type's JSON");
    const bool has_values = given.root_span || given.model_dict;
    if (has_values && (given.root_span_dumps || given.model_dict_dumps))
        throw invalid(
            "the trace has values and texts; give \"root_span\" and \"model_dict\", or \"root_span_dumps\" and "
            "\"model_dict_dumps\"");
    if (!given.root_span && !given.root_span_dumps)
        throw invalid("the trace has no \"root_span\"; give an object such as {\"root_span\": {\"name\": \"call\"}}");
    if (!has_values) check_texts(given);
    TraceTree made;
    made.root_span_dumps = std::move(has_values ? *given.root_span : *given.root_span_dumps);
    made.model_dict_dumps = std::move(has_values ? given.model_dict : given.model_dict_dumps);
    check_size(made.root_span_dumps.size());
    if (made.model_dict_dumps) {
        check_size(made.model_dict_dumps->size());
        made.model_hash = md5_hex(*made.model_dict_dumps).substr(0, hash_digits);
    }
    if (given.model_hash && given.model_hash != made.model_hash)
        throw invalid("\"model_hash\" is " + brief(json::value(*given.model_hash)) + ", but that of the model is " +
                      made.model_hash.value_or("null, for there is none") + "; leave it out");
    return made;
}

}  // namespace

const char* const TraceTree::facts = R"({
  "description": "traces: trees of spans",
  "options": {"type": "object", "properties": {}, "additionalProperties": false}
})";

TraceTree TraceTree::create(Input in) {
    only(in.options(), {});
    const bool is_text = in.is(WBM_FROM_BYTES);
    const std::string written =
        is_text ? std::string() : json::write(in.json(), json::Style::fast, json::NonFinite::allow);
    const std::string_view text = is_text ? in.bytes() : std::string_view(written);
    check_size(text.size());
    try {
        return of_given(read_input(text));
    } catch (const json::Error& e) {
        throw invalid(std::string("the trace is no JSON: ") + e.what());
    }
}

TraceTree TraceTree::from_json(const json::object& j, const Store& source) {
    TraceTree made;
    made.root_span_dumps = text(j, "root_span_dumps");
    made.model_dict_dumps = optional_text(j, "model_dict_dumps");
    made.model_hash = optional_text(j, "model_hash");
    // A null is kept as an unknown member is.
    std::vector<std::string_view> known = {"_type", "root_span_dumps"};
    if (made.model_dict_dumps) known.emplace_back("model_dict_dumps");
    if (made.model_hash) known.emplace_back("model_hash");
    made.extra = ExtraMembers(j, known, source);
    return made;
}

json::object TraceTree::to_json(Store target) const {
    json::object j{{"_type", type}};
    if (model_hash) j["model_hash"] = *model_hash;
    if (model_dict_dumps) j["model_dict_dumps"] = *model_dict_dumps;
    j["root_span_dumps"] = root_span_dumps;
    extra.add_to(j, target);
    return j;
}

json::object TraceTree::fields() const {
    json::object known;
    try {
        TextReader source(root_span_dumps);
        known = span_facts(source);
        source.in.finish();
    } catch (const std::exception&) {
        known.clear();
        // What the reference wrote, or a stranger, need not be a tree; the text is there all the same.
    }
    if (model_hash) known["model_hash"] = *model_hash;
    if (model_dict_dumps) known["model_dict_dumps"] = *model_dict_dumps;
    known["root_span_dumps"] = root_span_dumps;
    return known;
}

}  // namespace wbm::trace_tree
