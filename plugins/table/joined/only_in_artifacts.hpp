// only_in_artifacts.hpp - what JoinedTable and PartitionedTable share: they are made of an artifact's entries, and a
// run has only their address (wire spec 16, 17).
#pragma once

#include <wbm/sdk.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace wbm::table {

/// Throws invalid unless it is an object; `what` names the members that it must have.
[[nodiscard]] const json::object& object_with(const json::value& v, const char* what);

/// Throws invalid for a run; `which` tells whose tables: "joined by ...".
void refuse_run(const Store& target, const std::string& which);
/// For a value that was read from a run: throws unsupported for an artifact.
void refuse_artifact(const Store& target, const std::string& url);

/// The address that a run's JSON has in the place of `member`; nullopt for an artifact's JSON.
[[nodiscard]] std::optional<std::string> entry_url(const json::object& j, std::string_view member);

}  // namespace wbm::table
