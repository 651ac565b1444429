// limits.hpp - every bound that a hostile map meets, by name.
#pragma once

#include <cstddef>

namespace geojson {

inline constexpr std::size_t max_file_bytes = std::size_t{1} << 28;  ///< a map is held in memory while it is read
inline constexpr std::size_t max_features = 2'000'000;               ///< of one collection
inline constexpr std::size_t max_positions = 20'000'000;             ///< of the whole map
inline constexpr std::size_t max_collection_depth = 8;               ///< GeometryCollections in each other
inline constexpr std::size_t max_listed_properties = 200;            ///< names in fields(); a map may have more

}  // namespace geojson
