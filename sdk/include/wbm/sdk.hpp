// wbm/sdk.hpp - write a media type as a plain struct.
//
//     struct PointCloud {
//         static constexpr const char* type = "pointcloud-file";      // the JSON `_type`
//         static constexpr auto inputs = WBM_FROM_TENSOR;             // what create() takes
//         static PointCloud create(wbm::Input in);                    // validate and hold; throw wbm::invalid("...")
//         static PointCloud from_json(const wbm::json::object& j, wbm::Store source);
//         wbm::json::object to_json(wbm::Store target) const;         // keep files in `target`; with "_type"
//         bool operator==(const PointCloud&) const = default;
//     };
//     WBM_PLUGIN("com.example.pointcloud", "1.0.0", PointCloud)
//
// Optional members of the struct:
//     static constexpr const char* facts = R"({"extensions":[".f32"]})";   for the manifest: docs/plugins.md
//     static constexpr const char* aliases[] = {"old-name", nullptr};      other `_type`s that from_json reads
//     static constexpr auto non_finite = wbm::json::NonFinite::allow;      the wire form may have NaN
//     static T from_list(const wbm::json::array&, const wbm::Store&);      a list in an artifact; "list":true in facts
//     static T from_text(std::string_view json, const wbm::Store&);        instead of from_json and to_json, for values
//     std::string to_text(wbm::Store target) const;                        whose JSON is too large for a document
//     wbm::json::object fields() const;                                    metadata, no file touched
//     wbm::Array tensor(const wbm::json::object& options) const;           the value as an array
//     std::string rows(const wbm::json::object& options) const;            rows of cells as JSON text, and
//     wbm::Value cell_value(const wbm::json::array& place) const;          the values in them
//     static wbm::json::object seq_to_json(std::span<const T* const>, std::span<const wbm::json::object>);   a list
//     static wbm::json::object probe(const wbm::Part& file);               what a file holds, without making a value
//     struct Writer { explicit Writer(const wbm::json::object& options);   a value made piece by piece
//                     void add(const DLTensor& piece); T finish(); };
//
// Threads: values are immutable, so const calls may come from several threads at once. Memory: nothing to free.
#pragma once

#include <wbm/plugin.h>
#include <wbm/json.hpp>
#include <wbm/sdk/array.hpp>
#include <wbm/sdk/error.hpp>
#include <wbm/sdk/extra_members.hpp>
#include <wbm/sdk/input.hpp>
#include <wbm/sdk/media_file.hpp>
#include <wbm/sdk/members.hpp>
#include <wbm/sdk/store.hpp>
#include <wbm/sdk/type_table.hpp>
#include <wbm/sdk/value.hpp>

/// The plugin's one exported function: WBM_PLUGIN(id in reverse domain form, semantic version, types...).
#define WBM_PLUGIN(id, version, ...)                                       \
    extern "C" WBM_EXPORT const wbm_plugin* WBM_ENTRY(void) {              \
        return ::wbm::sdk::detail::plugin_table<__VA_ARGS__>(id, version); \
    }
