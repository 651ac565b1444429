// wbm/limits.hpp - every bound that a hostile input meets in the core, by name.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace wbm::limits {

inline constexpr std::size_t json_depth = 256;                         ///< nested arrays and objects
inline constexpr std::size_t value_json_bytes = std::size_t{1} << 30;  ///< one value's JSON text
inline constexpr std::size_t artifact_manifest_bytes = std::size_t{1} << 30;
inline constexpr std::size_t artifact_entries = 10'000'000;  ///< wire spec 23.10
inline constexpr std::size_t history_line_bytes = std::size_t{1} << 28;
inline constexpr std::size_t run_config_bytes = std::size_t{1} << 28;
inline constexpr std::size_t plugin_manifest_bytes = std::size_t{1} << 20;
inline constexpr std::size_t plugins_in_folder = 100'000;
inline constexpr std::size_t registry_cache_bytes = std::size_t{1} << 28;  ///< one folder's cache file
inline constexpr std::size_t path_bytes = 4096;                            ///< a relative path in a store
inline constexpr std::size_t path_component_bytes = 255;
inline constexpr std::size_t key_bytes = 1024;  ///< a history key
inline constexpr std::size_t npy_header_bytes = std::size_t{1} << 16;
inline constexpr std::size_t error_text_bytes = 4096;     ///< taken from a plugin
inline constexpr std::chrono::seconds describe_time{10};  ///< a plugin's entry, when described
inline constexpr std::chrono::seconds lock_wait{10};      ///< for another writer of the same store

}  // namespace wbm::limits
