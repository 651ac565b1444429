// eval_table.hpp - EvalTable: the mark that a Weave evaluation leaves in a run (wire spec 18).
#pragma once

#include <wbm/sdk.hpp>

#include <string_view>

namespace wbm::table {

/// Read and written as it is: the rows are in Weave, the JSON has ncols, nrows, log_mode and evaluate_call_id. Made by
/// wandb.EvalTable in Python alone. A run holds it; an artifact only one that was in an artifact.
/// [const calls are thread-safe]
struct EvalTable {
    static constexpr const char* type = "eval-table";
    static constexpr auto inputs = WBM_FROM_JSON;
    static constexpr auto non_finite = json::NonFinite::allow;
    static constexpr const char* facts =
        R"({"description": "The mark of a Weave evaluation; read and kept, made in Python alone", "non_finite": true})";

    /// Throws unsupported; says what to do instead.
    [[nodiscard]] static EvalTable create(const Input& in);
    [[nodiscard]] static EvalTable from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(const Store& target) const;
    /// All members but `_type`.
    [[nodiscard]] json::object fields() const { return members.members(); }
    /// The same JSON.
    bool operator==(const EvalTable& other) const;

    ExtraMembers members;
    bool was_in_artifact = false;
};

}  // namespace wbm::table
