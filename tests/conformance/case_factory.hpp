// Python's factory functions, such as Object3D.from_point_cloud, as the constructor call that each stands for.
#pragma once

#include <wbm/json.hpp>

namespace wbm::conformance {

/// The call itself where it is no factory's. Throws MediaError for arguments that the factory refuses.
[[nodiscard]] json::object constructor_call(const json::object& call);

}  // namespace wbm::conformance
