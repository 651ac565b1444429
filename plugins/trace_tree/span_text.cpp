#include "span_text.hpp"

#include "limits.hpp"

#include <wbm/sdk/error.hpp>
#include <wbm/sdk/members.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace wbm::trace_tree {
namespace {

enum Member : std::size_t {
    span_id,
    name,
    start_time_ms,
    end_time_ms,
    status_code,
    status_message,
    attributes,
    results,
    child_spans,
    span_kind
};
constexpr std::array<std::string_view, 10> member_names = {
    "span_id",        "name",       "start_time_ms", "end_time_ms", "status_code",
    "status_message", "attributes", "results",       "child_spans", "span_kind"};

constexpr std::array<std::string_view, 2> codes = {"SUCCESS", "ERROR"};
constexpr std::array<std::string_view, 4> kinds = {"LLM", "CHAIN", "AGENT", "TOOL"};

struct Result {
    std::string_view inputs = "null";
    std::string_view outputs = "null";
};

/// A span whose members are pieces of its text.
struct Span {
    std::array<std::string_view, member_names.size()> text;  ///< not of results and child_spans
    std::optional<std::vector<Result>> results;
    std::optional<std::vector<Span>> children;

    Span() { text.fill("null"); }
};

/// Where a span is in its tree.
struct Place {
    const Place* parent = nullptr;
    std::size_t index = 0;

    [[nodiscard]] std::string text() const {
        return parent == nullptr ? "root_span" : parent->text() + ".child_spans[" + std::to_string(index) + "]";
    }
};

[[noreturn]] void refuse(const std::string& where, const std::string& needed, std::string_view value) {
    throw invalid(where + " must be " + needed + ", it is " + brief(json::read(value)));
}

/// The member of `known` that a text is, in any case; empty when it is none.
template <std::size_t N>
std::string_view in_capitals(std::string_view text, const std::array<std::string_view, N>& known) {
    const auto same = [](char a, char b) { return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 'a' + 'A') : a) == b; };
    for (const std::string_view each : known)
        if (std::equal(text.begin(), text.end(), each.begin(), each.end(), same)) return each;
    return {};
}

using Kind = json::Reader::Kind;

class Parser {
public:
    Parser(TextReader& source, bool knows_all) : source_(source), in_(source.in), knows_all_(knows_all) {}

    Span span(const Place& place, std::size_t depth) {
        need(
            Kind::object, [&] { return place.text(); }, "an object");
        if (depth == max_span_depth)
            throw invalid(place.text().substr(0, 60) + "... is more than " + std::to_string(max_span_depth) +
                          " spans deep; log the deeper ones as a trace of their own");
        if (++spans_ > max_spans)
            throw invalid("root_span has more than " + std::to_string(max_spans) +
                          " spans in its tree; log them as several traces");
        Span made;
        in_.begin_object();
        while (in_.next_member()) member(made, place, depth);
        return made;
    }
    [[nodiscard]] std::size_t spans() const noexcept { return spans_; }

private:
    void member(Span& span, const Place& place, std::size_t depth) {
        const auto found = std::find(member_names.begin(), member_names.end(), in_.key());
        if (found == member_names.end()) {
            if (knows_all_)
                throw invalid(place.text() + " has a member " + brief(json::value(in_.key())) +
                              ", which no span has; put it into \"attributes\"");
            (void)source_.take();
            return;
        }
        if (in_.peek() == Kind::null) return in_.null();
        const auto which = static_cast<std::size_t>(found - member_names.begin());
        const auto where = [&] { return place.text() + "." + std::string(*found); };
        if (which == results) {
            span.results = list_of_results(place);
        } else if (which == child_spans) {
            span.children = list_of_spans(place, depth);
        } else if (which == attributes) {
            need(Kind::object, where, "an object or null");
            span.text[which] = source_.take();
        } else if (which == start_time_ms || which == end_time_ms) {
            span.text[which] = time(where);
        } else {
            need(Kind::text, where, "text or null");
            span.text[which] = which == status_code ? one_of(codes, where, "SUCCESS, ERROR or null")
                               : which == span_kind ? one_of(kinds, where, "LLM, CHAIN, AGENT, TOOL or null")
                                                    : source_.take();
        }
    }

    /// The next value must be of this kind.
    template <class Where>
    void need(Kind kind, const Where& where, const char* needed) {
        if (in_.peek() != kind) refuse(where(), needed, source_.take());
    }

    template <class Where>
    std::string_view time(const Where& where) {
        const std::string_view value = source_.take();
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (error != std::errc() || end != value.data() + value.size())
            refuse(where(), "milliseconds, a 64-bit integer, or null", value);
        return value;
    }

    /// One of these words.
    template <std::size_t N, class Where>
    std::string_view one_of(const std::array<std::string_view, N>& known, const Where& where, const char* needed) {
        const std::string given(in_.text());
        const std::string_view found = in_capitals(given, known);
        if (found.empty()) throw invalid(where() + " must be " + needed + ", it is " + brief(json::value(given)));
        return found;
    }

    std::vector<Result> list_of_results(const Place& place) {
        need(
            Kind::list, [&] { return place.text() + ".results"; }, "a list or null");
        std::vector<Result> list;
        in_.begin_list();
        while (in_.next_element()) {
            if (++results_ > max_results)
                throw invalid("root_span has more than " + std::to_string(max_results) +
                              " results in its tree; log them as several traces");
            list.push_back(result(place, list.size()));
        }
        return list;
    }

    Result result(const Place& place, std::size_t index) {
        const auto where = [&] { return place.text() + ".results[" + std::to_string(index) + "]"; };
        need(Kind::object, where, "an object with \"inputs\" and \"outputs\"");
        Result made;
        in_.begin_object();
        while (in_.next_member()) {
            const bool is_inputs = in_.key() == "inputs";
            if (!is_inputs && in_.key() != "outputs") {
                if (knows_all_)
                    throw invalid(where() + " has a member " + brief(json::value(in_.key())) +
                                  "; a result has \"inputs\" and \"outputs\"");
                (void)source_.take();
                continue;
            }
            if (in_.peek() != Kind::null)
                need(
                    Kind::object, [&] { return where() + (is_inputs ? ".inputs" : ".outputs"); }, "an object or null");
            (is_inputs ? made.inputs : made.outputs) = source_.take();
        }
        return made;
    }

    std::vector<Span> list_of_spans(const Place& place, std::size_t depth) {
        need(
            Kind::list, [&] { return place.text() + ".child_spans"; }, "a list or null");
        std::vector<Span> list;
        in_.begin_list();
        while (in_.next_element()) list.push_back(span({&place, list.size()}, depth + 1));
        return list;
    }

    TextReader& source_;
    json::Reader& in_;
    bool knows_all_;
    std::size_t spans_ = 0;
    std::size_t results_ = 0;
};

/// Appends a list of objects, or null.
template <class List, class One>
void append_list(std::string& out, const List& list, const One& one) {
    if (!list) {
        out += "null";
        return;
    }
    out += '[';
    for (const auto& each : *list) {
        if (&each != list->data()) out += ", ";
        one(each);
    }
    out += ']';
}

void append(std::string& out, const Result& result) {
    out += "{\"inputs\": ";
    append_std(out, result.inputs);
    out += ", \"outputs\": ";
    append_std(out, result.outputs);
    out += '}';
}

void append(std::string& out, const Span& span) {
    for (std::size_t i = 0; i < member_names.size(); ++i) {
        out += i == 0 ? "{\"" : ", \"";
        out.append(member_names[i]).append("\": ");
        const std::string_view text = span.text[i];
        if (i == results)
            append_list(out, span.results, [&](const Result& each) { append(out, each); });
        else if (i == child_spans)
            append_list(out, span.children, [&](const Span& each) { append(out, each); });
        else if ((i == status_code || i == span_kind) && text != "null")
            out.append("\"").append(text).append("\"");
        else
            append_std(out, text);
    }
    out += '}';
}

}  // namespace

std::string span_text(TextReader& source) {
    const Span root = Parser(source, true).span({}, 0);
    std::string out;
    append(out, root);
    return out;
}

json::object span_facts(TextReader& source) {
    Parser parser(source, false);
    const Span root = parser.span({}, 0);
    json::object facts;
    for (const Member which : {name, span_id})
        if (root.text[which] != "null") facts[member_names[which]] = json::read(root.text[which]);
    facts["spans"] = parser.spans();
    for (const Member which : {status_code, span_kind})
        if (root.text[which] != "null") facts[member_names[which]] = root.text[which];
    for (const Member which : {start_time_ms, end_time_ms})
        if (root.text[which] != "null") facts[member_names[which]] = json::read(root.text[which]);
    return facts;
}

}  // namespace wbm::trace_tree
