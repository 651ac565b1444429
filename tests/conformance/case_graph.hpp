// wandb.Graph calls: a constructor, then add_node, add_edge and set_node, as calls of wbm::GraphBuilder.
#pragma once

#include "case_call.hpp"

namespace wbm::conformance {

/// Is this a call of wandb.Graph?
[[nodiscard]] bool is_graph_call(const json::object& call);

/// The graph of the call. Throws MediaError for what the builder or the type refuses.
[[nodiscard]] ValuePtr create_graph(Builder& builder, const json::object& call);

}  // namespace wbm::conformance
