// plugin_library.hpp - opening a plugin's library, and what this process knows of each plugin it has opened.
//
// A plugin is opened and started once per process, whichever registries use it, and never closed: static destructors
// run in the wrong order, thread_local ones pin the file anyway, and values may outlive every registry.
#pragma once

#include <wbm/plugin.h>
#include <wbm/json.hpp>

#include <wbm/ext/arrow.h>
#include <wbm/ext/batch.h>
#include <wbm/ext/fields.h>
#include <wbm/ext/probe.h>
#include <wbm/ext/rows.h>
#include <wbm/ext/stream.h>
#include <wbm/ext/tensor.h>
#include <wbm/ext/writer.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace wbm {

class PluginHost;
class RegistryState;
struct LoadedPlugin;

/// One type of a plugin that is in this process. Lives as long as the process.
struct LoadedType {
    const wbm_type* table = nullptr;
    const LoadedPlugin* plugin = nullptr;
    std::string_view name;
    bool writes_list = false;               ///< an artifact's JSON is a list, without a `_type`
    std::vector<std::string> also_written;  ///< other `_type`s that to_json may write: aliases and the run's
    const wbm_ext_tensor* tensor = nullptr;
    const wbm_ext_fields* fields = nullptr;
    const wbm_ext_batch* batch = nullptr;
    const wbm_ext_probe* probe = nullptr;
    const wbm_ext_writer* writer = nullptr;
    const wbm_ext_rows* rows = nullptr;
    const wbm_ext_arrow* arrow = nullptr;
    const wbm_ext_stream* stream = nullptr;
};

/// One plugin that is in this process. Lives as long as the process; all but `start_` never changes.
struct LoadedPlugin {
    const wbm_plugin* table = nullptr;
    std::string label;      ///< "com.example.pointcloud 1.0.0", for errors
    json::object manifest;  ///< what plugin_table::describe() gave
    std::vector<LoadedType> types;

    /// The type of this name; nullptr when there is none.
    [[nodiscard]] const LoadedType* find(std::string_view name) const noexcept;

    /// Calls the plugin's start(), once ever. Throws MediaError with the plugin's reason, the same each time.
    void start(const std::shared_ptr<RegistryState>& starter) const;

private:
    mutable std::mutex start_;
    mutable std::atomic<std::thread::id> starting_thread_{};
    mutable bool is_started_ = false;
    mutable std::string start_failure_;
    mutable std::unique_ptr<PluginHost> host_;
};

/// Checks a table and makes it known to this process; the same table again gives the same plugin. Does not start it.
/// Throws MediaError (invalid): `<what>: <the broken field>`.
[[nodiscard]] const LoadedPlugin& adopt_table(const wbm_plugin* table, const std::string& what);

/// Opens a library and gives its table, unchecked. Looks into the file first: no code of a file runs that is not a
/// native library with the entry symbol. Throws MediaError: not_found; invalid, naming the file and what is wrong with
/// it.
[[nodiscard]] const wbm_plugin* open_library(const std::filesystem::path& library);

}  // namespace wbm
