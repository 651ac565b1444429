// wbm/media/trace_tree.hpp - TraceTree, Span and Trace: the typed way to make and read traces. docs/media/trace_tree.md
// shows each part.
//
//     wbm::Trace agent("plan", {.kind = "agent", .inputs = {{{"question", "where to?"}}}});
//     agent.add_child(wbm::Trace("search", {.kind = "tool"}));
//     run.log("trace", agent.tree());
//
// Implements the wire spec, section 19. Throws MediaError, as Registry::create() does.
#pragma once

#include <wbm/error.hpp>
#include <wbm/json.hpp>
#include <wbm/media/media_value.hpp>
#include <wbm/media/span.hpp>
#include <wbm/part.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wbm {

/// What may be said of a Trace when it is made.
struct TraceOptions {
    std::string kind = {};         ///< llm, chain, agent or tool, in any case; empty: none
    std::string status_code = {};  ///< success or error, in any case; empty: none
    std::optional<std::string> status_message = {};
    std::optional<json::object> metadata = {};
    std::optional<std::int64_t> start_time_ms = {};  ///< since the Unix epoch
    std::optional<std::int64_t> end_time_ms = {};
    std::optional<json::object> inputs = {};
    std::optional<json::object> outputs = {};
    std::optional<json::object> model_dict = {};
};

class TraceTree;

/// A span in the making, with its children and its model. As in the reference, but that a child is copied when it is
/// added: change it before.
class Trace {
public:
    /// The span gets a result when inputs or outputs have members. Throws MediaError (invalid) for another kind or
    /// status.
    explicit Trace(std::string name, const TraceOptions& options = {}) : model_dict_(options.model_dict) {
        span_.name = std::move(name);
        if (!options.kind.empty()) set_kind(options.kind);
        if (!options.status_code.empty()) set_status_code(options.status_code);
        span_.status_message = options.status_message;
        span_.start_time_ms = options.start_time_ms;
        span_.end_time_ms = options.end_time_ms;
        span_.attributes = options.metadata;
        if ((options.inputs && !options.inputs->empty()) || (options.outputs && !options.outputs->empty()))
            span_.results = {{options.inputs, options.outputs}};
    }

    /// Adds a copy of the child's span. When both have a model, this one's gets the child's under the child's name.
    Trace& add_child(const Trace& child) {
        span_.add_child_span(child.span_);
        if (model_dict_ && child.model_dict_) (*model_dict_)[child.name()] = *child.model_dict_;
        return *this;
    }
    /// Adds one more result.
    Trace& add_inputs_and_outputs(const json::object& inputs, const json::object& outputs) {
        span_.add_named_result(inputs, outputs);
        return *this;
    }
    /// Adds members to the metadata; those that are there already get the new value.
    Trace& add_metadata(const json::object& metadata) {
        for (const auto& member : metadata) span_.add_attribute(member.key(), member.value());
        if (!span_.attributes) span_.attributes.emplace();
        return *this;
    }
    /// Adds one more result, with the outputs of the last one.
    Trace& set_inputs(const json::object& inputs) {
        const std::optional<json::object> last = results_are_there() ? outputs() : json::object();
        return add_result({inputs, last});
    }
    /// Adds one more result, with the inputs of the last one.
    Trace& set_outputs(const json::object& outputs) {
        const std::optional<json::object> last = results_are_there() ? inputs() : json::object();
        return add_result({last, outputs});
    }
    /// Throws MediaError (invalid) for another kind, and as it is made.
    Trace& set_kind(std::string_view kind) {
        span_.span_kind = Span::kind_of(kind);
        return *this;
    }
    Trace& set_status_code(std::string_view code) {
        span_.status_code = Span::status_of(code);
        return *this;
    }

    [[nodiscard]] const std::string& name() const noexcept { return *span_.name; }
    /// Of the last result; nullopt when there is none.
    [[nodiscard]] std::optional<json::object> inputs() const {
        return results_are_there() ? span_.results->back().inputs : std::nullopt;
    }
    [[nodiscard]] std::optional<json::object> outputs() const {
        return results_are_there() ? span_.results->back().outputs : std::nullopt;
    }
    [[nodiscard]] const Span& span() const noexcept { return span_; }
    [[nodiscard]] const std::optional<json::object>& model_dict() const noexcept { return model_dict_; }

    // What may change while the work goes on.
    void set_status_message(std::string message) { span_.status_message = std::move(message); }
    void set_start_time_ms(std::int64_t time) { span_.start_time_ms = time; }
    void set_end_time_ms(std::int64_t time) { span_.end_time_ms = time; }

    /// The value to log.
    [[nodiscard]] TraceTree tree(Registry& registry = default_registry()) const;

private:
    [[nodiscard]] bool results_are_there() const noexcept { return span_.results && !span_.results->empty(); }
    Trace& add_result(Span::Result result) {
        if (!span_.results) span_.results.emplace();
        span_.results->push_back(std::move(result));
        return *this;
    }

    Span span_;
    std::optional<json::object> model_dict_;
};

/// A tree of spans and its model. [const calls are thread-safe]
class TraceTree : public MediaValue {
public:
    static constexpr std::string_view type = "wb_trace_tree";

    /// Throws MediaError (invalid) for a tree of more than 100 levels or 262,144 spans, and texts that are not UTF-8.
    explicit TraceTree(const Span& root, const std::optional<json::object>& model_dict = {},
                       Registry& registry = default_registry())
        : TraceTree(bytes(text_of(root, model_dict)), registry) {}
    /// From any part: bytes() or json_text() of {"root_span": {...}, "model_dict": {...}}.
    explicit TraceTree(const Part& source, Registry& registry = default_registry())
        : MediaValue(registry.create(type, source), type) {}
    /// What Artifact::get() or Registry::init_from_json() gave. Throws MediaError: invalid for null and another type;
    /// unsupported when no plugin knows the type.
    explicit TraceTree(ValuePtr value) : MediaValue(std::move(value), type) {}

    /// Of the root; nullopt when it has none, or the text is no tree.
    [[nodiscard]] std::optional<std::string> name() const { return value()->get<std::string>("name"); }
    /// All spans; nullopt when the text is no tree.
    [[nodiscard]] std::optional<std::uint64_t> span_count() const { return value()->get<std::uint64_t>("spans"); }
    /// The tree. An integer beyond 64 bits becomes the nearest double here; the text has its digits. Throws MediaError
    /// (invalid) when the text, which is kept whatever it is, is no tree.
    [[nodiscard]] Span root_span() const { return Span::from_text(root_span_dumps()); }
    /// nullopt when there is none. Throws as root_span().
    [[nodiscard]] std::optional<json::object> model_dict() const {
        const auto text = model_dict_dumps();
        if (!text) return std::nullopt;
        try {
            return json::read_object(*text);
        } catch (const json::Error& e) {
            throw MediaError(Status::invalid, std::string(type) + ": \"model_dict_dumps\" is no object: " + e.what());
        }
    }

    // As the wire has them.
    [[nodiscard]] std::string root_span_dumps() const {
        return value()->get<std::string>("root_span_dumps").value_or("");
    }
    [[nodiscard]] std::optional<std::string> model_dict_dumps() const {
        return value()->get<std::string>("model_dict_dumps");
    }
    [[nodiscard]] std::optional<std::string> model_hash() const { return value()->get<std::string>("model_hash"); }

private:
    static std::string text_of(const Span& root, const std::optional<json::object>& model_dict) {
        std::string text = "{\"root_span\":";
        try {
            root.append_to(text);
            if (model_dict)
                json::append(text.append(",\"model_dict\":"), *model_dict, json::Style::fast, json::NonFinite::allow);
        } catch (const json::Error& e) {
            throw MediaError(Status::invalid, std::string(type) + ": " + e.what());
        }
        return text + "}";
    }
};

inline TraceTree Trace::tree(Registry& registry) const { return TraceTree(span_, model_dict_, registry); }

}  // namespace wbm
