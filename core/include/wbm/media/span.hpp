// wbm/media/span.hpp - Span: one timed step of a trace, and the steps below it. Part of wbm/media/trace_tree.hpp.
#pragma once

#include <wbm/error.hpp>
#include <wbm/json.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wbm {

/// Plain data, with the members of the wire spec, section 19. What is not set is null there.
struct Span {
    enum class Kind { llm, chain, agent, tool };
    enum class Status { success, error };
    struct Result {
        std::optional<json::object> inputs = {};
        std::optional<json::object> outputs = {};
        friend bool operator==(const Result&, const Result&) = default;
    };

    std::optional<std::string> span_id = {};
    std::optional<std::string> name = {};
    std::optional<std::int64_t> start_time_ms = {};  ///< since the Unix epoch
    std::optional<std::int64_t> end_time_ms = {};
    std::optional<Status> status_code = {};
    std::optional<std::string> status_message = {};
    std::optional<json::object> attributes = {};
    std::optional<std::vector<Result>> results = {};
    std::optional<std::vector<Span>> child_spans = {};
    std::optional<Kind> span_kind = {};

    void add_attribute(std::string_view key, json::value value) {
        if (!attributes) attributes.emplace();
        (*attributes)[key] = std::move(value);
    }
    void add_named_result(json::object inputs, json::object outputs) {
        if (!results) results.emplace();
        results->push_back({std::move(inputs), std::move(outputs)});
    }
    void add_child_span(Span child) {
        if (!child_spans) child_spans.emplace();
        child_spans->push_back(std::move(child));
    }

    /// The kind and the status of these names, in any case. Throws MediaError (invalid) for others.
    [[nodiscard]] static Kind kind_of(std::string_view name);
    [[nodiscard]] static Status status_of(std::string_view name);
    /// "LLM", "SUCCESS".
    [[nodiscard]] static std::string_view name_of(Kind kind);
    [[nodiscard]] static std::string_view name_of(Status status);

    /// Appends the span as a JSON object, with all below it. Throws json::Error for what JSON cannot hold.
    void append_to(std::string& json) const;
    /// The span that a JSON object is; members that a span does not have are passed over. Throws MediaError (invalid).
    [[nodiscard]] static Span from_json(const json::object& j);
    /// The same from its text.
    [[nodiscard]] static Span from_text(std::string_view text);

    friend bool operator==(const Span&, const Span&) = default;
};

namespace detail {

inline constexpr std::array<std::string_view, 4> span_kinds = {"LLM", "CHAIN", "AGENT", "TOOL"};
inline constexpr std::array<std::string_view, 2> span_statuses = {"SUCCESS", "ERROR"};

/// The index of a name in any case; what() names what it is and which there are.
template <std::size_t N>
std::size_t index_of(std::string_view name, const std::array<std::string_view, N>& names, const char* what) {
    const auto same = [](char a, char b) { return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 'a' + 'A') : a) == b; };
    for (std::size_t i = 0; i < N; ++i)
        if (std::equal(name.begin(), name.end(), names[i].begin(), names[i].end(), same)) return i;
    throw MediaError(Status::invalid,
                     "wb_trace_tree: \"" + std::string(name.substr(0, 60)) + "\" is no " + std::string(what));
}

/// Writes each member of a span. One class, so that its functions see one another.
struct SpanWriter {
    std::string& out;

    void put(std::int64_t number) const { out += std::to_string(number); }
    void put(const std::string& text) const { json::append_string(out, text, json::Style::fast); }
    void put(const json::object& o) const { json::append(out, o, json::Style::fast, json::NonFinite::allow); }
    void put(Span::Kind kind) const { out.append("\"").append(Span::name_of(kind)).append("\""); }
    void put(Span::Status status) const { out.append("\"").append(Span::name_of(status)).append("\""); }
    void put(const Span& span) const { span.append_to(out); }
    void put(const Span::Result& result) const {
        member("{\"inputs\":", result.inputs);
        member(",\"outputs\":", result.outputs);
        out += '}';
    }
    template <class T>
    void put(const std::vector<T>& list) const {
        out += '[';
        for (const T& each : list) {
            if (&each != list.data()) out += ',';
            put(each);
        }
        out += ']';
    }
    template <class T>
    void member(std::string_view begin, const std::optional<T>& value) const {
        out += begin;
        if (value)
            put(*value);
        else
            out += "null";
    }
};

/// Reads members of a span's JSON; nullopt for one that is missing or null.
struct SpanReader {
    const json::object& j;

    [[nodiscard]] const json::value* find(std::string_view key) const {
        const json::value* found = j.if_contains(key);
        return found == nullptr || found->is_null() ? nullptr : found;
    }
    [[noreturn]] static void refuse(std::string_view key, const char* needed) {
        throw MediaError(Status::invalid,
                         "wb_trace_tree: \"" + std::string(key) + "\" of a span must be " + std::string(needed));
    }
    [[nodiscard]] std::optional<std::string> text(std::string_view key) const {
        const json::value* found = find(key);
        if (found == nullptr) return std::nullopt;
        if (!found->is_string()) refuse(key, "text");
        return std::string(std::string_view(found->get_string()));
    }
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key) const {
        const json::value* found = find(key);
        if (found == nullptr) return std::nullopt;
        if (!found->is_int64()) refuse(key, "an integer");
        return found->get_int64();
    }
    [[nodiscard]] std::optional<json::object> object(std::string_view key) const {
        const json::value* found = find(key);
        if (found == nullptr) return std::nullopt;
        if (!found->is_object()) refuse(key, "an object");
        return found->get_object();
    }
    /// A list of objects.
    template <class T, class Make>
    [[nodiscard]] std::optional<std::vector<T>> list(std::string_view key, const Make& make) const {
        const json::value* found = find(key);
        if (found == nullptr) return std::nullopt;
        if (!found->is_array()) refuse(key, "a list");
        std::vector<T> made;
        for (const json::value& each : found->get_array()) {
            if (!each.is_object()) refuse(key, "a list of objects");
            made.push_back(make(each.get_object()));
        }
        return made;
    }
};

}  // namespace detail

inline Span::Kind Span::kind_of(std::string_view name) {
    return static_cast<Kind>(
        detail::index_of(name, detail::span_kinds, "kind of span; there are LLM, CHAIN, AGENT, TOOL"));
}
inline Span::Status Span::status_of(std::string_view name) {
    return static_cast<Status>(detail::index_of(name, detail::span_statuses, "status; there are SUCCESS and ERROR"));
}
inline std::string_view Span::name_of(Kind kind) { return detail::span_kinds.at(static_cast<std::size_t>(kind)); }
inline std::string_view Span::name_of(Status status) {
    return detail::span_statuses.at(static_cast<std::size_t>(status));
}

inline void Span::append_to(std::string& json) const {
    const detail::SpanWriter out{json};
    out.member("{\"span_id\":", span_id);
    out.member(",\"name\":", name);
    out.member(",\"start_time_ms\":", start_time_ms);
    out.member(",\"end_time_ms\":", end_time_ms);
    out.member(",\"status_code\":", status_code);
    out.member(",\"status_message\":", status_message);
    out.member(",\"attributes\":", attributes);
    out.member(",\"results\":", results);
    out.member(",\"child_spans\":", child_spans);
    out.member(",\"span_kind\":", span_kind);
    json += '}';
}

inline Span Span::from_json(const json::object& j) {
    const detail::SpanReader in{j};
    Span span;
    span.span_id = in.text("span_id");
    span.name = in.text("name");
    span.start_time_ms = in.integer("start_time_ms");
    span.end_time_ms = in.integer("end_time_ms");
    if (const auto code = in.text("status_code")) span.status_code = status_of(*code);
    span.status_message = in.text("status_message");
    span.attributes = in.object("attributes");
    span.results = in.list<Result>("results", [](const json::object& each) -> Result {
        const detail::SpanReader result{each};
        return {result.object("inputs"), result.object("outputs")};
    });
    span.child_spans = in.list<Span>("child_spans", [](const json::object& each) { return from_json(each); });
    if (const auto kind = in.text("span_kind")) span.span_kind = kind_of(*kind);
    return span;
}

inline Span Span::from_text(std::string_view text) {
    try {
        return from_json(json::read_object(text));
    } catch (const json::Error& e) {
        throw MediaError(wbm::Status::invalid, std::string("wb_trace_tree: the text is no span: ") + e.what());
    }
}

}  // namespace wbm
