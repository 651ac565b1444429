#include "commands.hpp"
#include "output.hpp"

#include <wbm/error.hpp>
#include <wbm/registry.hpp>

#include <array>
#include <filesystem>
#include <utility>

namespace wbm::tool {

namespace {

std::vector<std::string> input_names(std::uint32_t inputs) {
    static constexpr std::array<std::pair<std::uint32_t, const char*>, 7> names = {{{WBM_FROM_PATH, "path"},
                                                                                    {WBM_FROM_BYTES, "bytes"},
                                                                                    {WBM_FROM_TENSOR, "tensor"},
                                                                                    {WBM_FROM_JSON, "json"},
                                                                                    {WBM_FROM_ARROW, "arrow"},
                                                                                    {WBM_FROM_VALUE, "value"},
                                                                                    {WBM_FROM_URL, "url"}}};
    std::vector<std::string> out;
    for (const auto& [bit, name] : names)
        if ((inputs & bit) != 0) out.emplace_back(name);
    return out;
}

json::array json_list(const std::vector<std::string>& items) {
    json::array out;
    for (const std::string& item : items) out.emplace_back(printable(item));
    return out;
}

json::object type_json(const TypeInfo& type) {
    return {{"type", type.name},
            {"aliases", json_list(type.aliases)},
            {"batch", type.batch},
            {"plugin", type.plugin},
            {"version", type.version},
            {"inputs", json_list(input_names(type.inputs))},
            {"extensions", json_list(type.extensions)},
            {"options", type.options},
            {"loaded", type.loaded},
            {"library", printable(type.library.native())}};
}

json::object plugin_json(const PluginInfo& plugin) {
    return {{"state", to_string(plugin.state)},
            {"id", printable(plugin.id)},
            {"version", printable(plugin.version)},
            {"types", json_list(plugin.types)},
            {"shadowed_types", json_list(plugin.shadowed_types)},
            {"reason", printable(plugin.reason)},
            {"library", printable(plugin.library.native())},
            {"manifest", printable(plugin.manifest.native())}};
}

std::string or_dash(std::string text) { return text.empty() ? "-" : std::move(text); }

/// The file that the user looks for: the library, or the manifest that names none.
std::string plugin_path(const PluginInfo& plugin) {
    return (plugin.library.empty() ? plugin.manifest : plugin.library).string();
}

constexpr const char* where_to_look =
    "searched are --plugin-dir, WBM_PLUGIN_PATH, the user's wbmedia/plugins and the one beside the library\n";

}  // namespace

int run_types(const Globals& globals) {
    const std::unique_ptr<Registry> registry = open_registry(globals);
    const std::map<std::string, TypeInfo> types = registry->type_mapping();
    if (globals.json) {
        json::array out;
        for (const auto& [name, type] : types) out.push_back(type_json(type));
        print_json(out);
        return exit_done;
    }
    if (types.empty()) {
        print(std::string("no types: no plugin was found; ") + where_to_look);
        return exit_done;
    }
    Table table({"TYPE", "PLUGIN", "VERSION", "INPUTS", "EXTENSIONS", "LOADED", "LIBRARY"});
    for (const auto& [name, type] : types)
        table.add({name, type.plugin, type.version, or_dash(joined(input_names(type.inputs), ",")),
                   or_dash(joined(type.extensions, ",")), type.loaded ? "yes" : "no",
                   type.library.empty() ? "(compiled in)" : type.library.string()});
    print(table.text());
    return exit_done;
}

int run_plugins(const Globals& globals) {
    const std::unique_ptr<Registry> registry = open_registry(globals);
    const std::vector<PluginInfo> plugins = registry->plugins();
    if (globals.json) {
        json::array out;
        for (const PluginInfo& plugin : plugins) out.push_back(plugin_json(plugin));
        print_json(out);
        return exit_done;
    }
    if (plugins.empty()) {
        print(std::string("no plugins were found; ") + where_to_look);
        return exit_done;
    }
    Table table({"STATE", "ID", "VERSION", "TYPES", "PATH"});
    for (const PluginInfo& plugin : plugins)
        table.add({std::string(to_string(plugin.state)), or_dash(plugin.id), or_dash(plugin.version),
                   or_dash(joined(plugin.types, ",")), plugin_path(plugin)});
    print(table.text());
    // Reasons are sentences: in a column they would push the paths off the screen.
    for (const PluginInfo& plugin : plugins)
        if (!plugin.reason.empty())
            print(printable(std::string(to_string(plugin.state)) + ": " + plugin_path(plugin) + ": " + plugin.reason) +
                  '\n');
    return exit_done;
}

int run_describe(const Globals& globals, const std::string& library) {
    const json::object manifest = describe_library(std::filesystem::absolute(library));
    const json::Style style = globals.json ? json::Style::fast : json::Style::indented;
    print(json::write(manifest, style) + '\n');
    return exit_done;
}

}  // namespace wbm::tool
