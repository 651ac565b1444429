// type_queries.hpp - the type system asked from outside: JSON text in, JSON text out.
//
// Values are JSON, and these objects: {"$float":"nan"|"inf"|"-inf"}, {"$ndarray":dtype,"shape":[...],"data":...},
// {"$np":dtype,"value":...}, {"$datetime":ISO text}, {"$date":ISO text}, {"$tuple":[...]}, {"$set":[...]},
// {"$frozenset":[...]}, and as the whole value of type_of() {"$bytes_b64":...}, {"$decimal":...}, {"$complex":...},
// which are objects of Python classes to the wire.
#pragma once

#include <string>
#include <string_view>

namespace wbm::table {

/// The type of a value, as JSON. Throws Error for a value that has none.
[[nodiscard]] std::string type_of(std::string_view value);
/// The type read and written again. Throws Error for what a user may not give.
[[nodiscard]] std::string type_from_dict(std::string_view type);
/// The type after taking the value: {"wb_type":"invalid"} when it does not.
[[nodiscard]] std::string assign(std::string_view type, std::string_view value);

}  // namespace wbm::table
