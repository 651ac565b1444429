// A run whose files end up in the case's output folder.
#pragma once

#include "case.hpp"

#include <wbm/run.hpp>

#include <functional>
#include <span>
#include <string>

namespace wbm::conformance {

/// Logs to a new run and writes what `log` returned to run.json. The run's files are moved to run/, also those that a
/// refusal left behind: the checker looks for them.
void store_in_run(Output& out, const std::function<std::string(Run&)>& log);

/// Logs one value or a list of values under a key, at a step or to the summary.
[[nodiscard]] std::string log_value(Run& run, const Case& c, const ValuePtr& value);
[[nodiscard]] std::string list_json(Store& slot, std::span<const ValuePtr> values);

}  // namespace wbm::conformance
