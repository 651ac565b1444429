// trace_tree.hpp - TraceTree: a tree of timed spans, such as the calls of an agent and its tools, and what its model
// is.
// `_type` "wb_trace_tree". It has no file: its JSON holds the texts of the tree and of the model.
// Implements the wire spec, section 19.
#pragma once

#include <wbm/sdk.hpp>

#include <optional>
#include <string>

namespace wbm::trace_tree {

/// Made from JSON, as bytes (its integers keep their digits) or parsed. One of
///   {"root_span": {...}, "model_dict": {...}}                    checked and completed: span_text.hpp; no model_dict,
///   or
///                                                                null: no model
///   {"root_span_dumps": "...", "model_dict_dumps": "...", ...}   the value's own JSON: the texts are checked and kept
/// No options. Immutable. [const calls are thread-safe]
struct TraceTree {
    static constexpr const char* type = "wb_trace_tree";
    static constexpr auto inputs = WBM_FROM_BYTES | WBM_FROM_JSON;
    static const char* const facts;

    static TraceTree create(Input in);
    /// Keeps the texts as they are, sound or not.
    static TraceTree from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(Store target) const;
    /// name, span_id, spans, status_code, span_kind, start_time_ms, end_time_ms: of a tree that can be read;
    /// model_hash; and the texts, root_span_dumps and model_dict_dumps.
    [[nodiscard]] json::object fields() const;
    /// Equal texts and unknown members.
    bool operator==(const TraceTree&) const = default;

    std::string root_span_dumps;
    std::optional<std::string> model_dict_dumps;
    std::optional<std::string> model_hash;
    ExtraMembers extra;
};

}  // namespace wbm::trace_tree
