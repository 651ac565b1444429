// wandb.Table calls: the constructor and the methods that change a table before it is logged.
#pragma once

#include "case_call.hpp"

namespace wbm::conformance {

/// The table of a {"$call": "wandb.Table", ...} node with its `then` methods. Throws MediaError.
[[nodiscard]] ValuePtr create_table(Builder& builder, const json::object& call);

/// A table of one column "c" of that type, as the wire has it, or of its cells' type for null.
[[nodiscard]] ValuePtr create_column(Builder& builder, const json::value& dtype, bool optional,
                                     const json::array& cells);

/// The same for a wandb.data_types.JoinedTable.
[[nodiscard]] ValuePtr create_joined_table(Builder& builder, const json::object& call);

}  // namespace wbm::conformance
