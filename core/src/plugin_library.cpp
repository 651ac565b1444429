#include "plugin_library.hpp"

#include <wbm/error.hpp>

#include "boundary.hpp"
#include "describe.hpp"
#include "host.hpp"
#include "store_path.hpp"

#include <boost/dll/library_info.hpp>
#include <boost/dll/shared_library.hpp>

#include <dlfcn.h>

#include <algorithm>
#include <exception>
#include <map>
#include <set>

namespace wbm {

namespace {

[[noreturn]] void refuse(const std::filesystem::path& library, const std::string& what) {
    throw MediaError(Status::invalid, library.string() + " " + what);
}

/// Looks at the file only; none of its code runs.
void check_file(const std::filesystem::path& library) {
    std::vector<std::string> symbols;
    std::error_code ignored;
    if (!std::filesystem::exists(library, ignored))
        throw MediaError(Status::not_found, library.string() + " is missing");
    try {
        symbols = boost::dll::library_info(library).symbols();
    } catch (const std::exception&) {
        refuse(library, "is not a shared library for this machine; build the plugin again");
    }
    if (std::find(symbols.begin(), symbols.end(), WBM_ENTRY_SYMBOL) == symbols.end())
        refuse(library,
               "does not define " WBM_ENTRY_SYMBOL "; it is not a wbmedia plugin, or it does not export its entry");
}

const wbm_plugin* call_entry(wbm_plugin_entry entry, const std::filesystem::path& library) {
    try {
        return entry();
    } catch (const std::exception& error) {
        refuse(library, std::string("threw a C++ exception from " WBM_ENTRY_SYMBOL " (") + error.what() +
                            "); the entry returns static data");
    } catch (...) {
        refuse(library, "threw a C++ exception from " WBM_ENTRY_SYMBOL "; the entry returns static data");
    }
}

wbm_status call_start(const wbm_plugin& table, const wbm_host* host, ErrorSink& error) {
    try {
        return table.start(host, error.c());
    } catch (...) {
        try_write_to(error.c(), "start() threw a C++ exception");
        return WBM_INTERNAL;
    }
}

/// Never closed; see the head of plugin_library.hpp.
void keep_open(boost::dll::shared_library library) {
    static std::mutex guard;
    static auto& open = *new std::vector<boost::dll::shared_library>;
    const std::lock_guard lock(guard);
    open.push_back(std::move(library));
}

void fill(LoadedType& type, const wbm_type& table, const LoadedPlugin& plugin, const json::object& described) {
    type.table = &table;
    type.plugin = &plugin;
    type.name = table.name;
    if (const json::value* aliases = described.if_contains("aliases"))
        for (const json::value& alias : aliases->get_array())
            type.also_written.emplace_back(std::string_view(alias.get_string()));
    if (const json::value* run_type = described.if_contains("run_type"))
        type.also_written.emplace_back(std::string_view(run_type->get_string()));
    if (const json::value* list = described.if_contains("list")) type.writes_list = list->get_bool();
    for (const json::value& ability : described.at("abilities").get_array()) {
        const std::string_view name = ability.get_string();
        if (name == "tensor") type.tensor = static_cast<const wbm_ext_tensor*>(table.extension(WBM_EXT_TENSOR));
        if (name == "fields") type.fields = static_cast<const wbm_ext_fields*>(table.extension(WBM_EXT_FIELDS));
        if (name == "batch") type.batch = static_cast<const wbm_ext_batch*>(table.extension(WBM_EXT_BATCH));
        if (name == "probe") type.probe = static_cast<const wbm_ext_probe*>(table.extension(WBM_EXT_PROBE));
        if (name == "writer") type.writer = static_cast<const wbm_ext_writer*>(table.extension(WBM_EXT_WRITER));
        if (name == "arrow") type.arrow = static_cast<const wbm_ext_arrow*>(table.extension(WBM_EXT_ARROW));
        if (name == "stream") type.stream = static_cast<const wbm_ext_stream*>(table.extension(WBM_EXT_STREAM));
        if (name == "rows") type.rows = static_cast<const wbm_ext_rows*>(table.extension(WBM_EXT_ROWS));
    }
}

json::object describe_checked(const wbm_plugin* table, const std::string& what) {
    try {
        return plugin_table::describe(table);
    } catch (const plugin_table::Error& error) {
        throw MediaError(Status::invalid, what + ": its table is broken: " + error.what());
    }
}

}  // namespace

const wbm_plugin* open_library(const std::filesystem::path& library) {
    check_file(library);
    boost::dll::shared_library opened;
    std::error_code failed;
    opened.load(library, failed, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
    if (failed) {
        // Boost.DLL's own text is "Bad file descriptor" whatever the reason; the loader knows better.
        const char* reason = dlerror();
        refuse(library, std::string("cannot be loaded: ") + (reason != nullptr ? reason : failed.message().c_str()));
    }
    void* symbol = dlsym(opened.native(), WBM_ENTRY_SYMBOL);
    if (symbol == nullptr) refuse(library, "does not export " WBM_ENTRY_SYMBOL);
    keep_open(std::move(opened));
    return call_entry(reinterpret_cast<wbm_plugin_entry>(symbol), library);
}

const LoadedPlugin& adopt_table(const wbm_plugin* table, const std::string& what) {
    static std::mutex guard;
    static auto& plugins = *new std::map<const wbm_plugin*, std::unique_ptr<LoadedPlugin>>;
    {
        const std::lock_guard lock(guard);
        if (const auto known = plugins.find(table); known != plugins.end()) return *known->second;
    }
    auto plugin = std::make_unique<LoadedPlugin>();
    plugin->table = table;
    plugin->manifest = describe_checked(table, what);
    plugin->label = std::string(table->id) + " " + table->version;
    const json::array& described = plugin->manifest.at("types").get_array();
    plugin->types.resize(described.size());
    for (std::size_t i = 0; i < described.size(); ++i)
        fill(plugin->types[i], *table->types[i], *plugin, described[i].get_object());
    const std::lock_guard lock(guard);
    return *plugins.emplace(table, std::move(plugin)).first->second;
}

const LoadedType* LoadedPlugin::find(std::string_view name) const noexcept {
    for (const LoadedType& type : types)
        if (type.name == name) return &type;
    return nullptr;
}

void LoadedPlugin::start(const std::shared_ptr<RegistryState>& starter) const {
    if (starting_thread_.load() == std::this_thread::get_id())
        throw MediaError(Status::internal, label + ": start() uses a type of the plugin itself", label);
    const std::lock_guard lock(start_);
    if (!start_failure_.empty()) throw MediaError(Status::internal, start_failure_, label);
    if (is_started_) return;
    if (table->start != nullptr) {
        host_ = std::make_unique<PluginHost>(label, starter);
        starting_thread_ = std::this_thread::get_id();
        ErrorSink error;
        const wbm_status status = call_start(*table, host_->c(), error);
        starting_thread_ = std::thread::id();
        if (status != WBM_OK) {
            const bool has_text = !error.text().empty() && json::is_utf8(error.text());
            start_failure_ = label + " did not start: " + (has_text ? error.text() : "it gave no reason");
            throw MediaError(Status::internal, start_failure_, label);
        }
    }
    is_started_ = true;
}

}  // namespace wbm
