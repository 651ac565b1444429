// wbm/registry.hpp - Registry: which media types there are, and the plugins that make them.
#pragma once

#include <wbm/plugin.h>
#include <wbm/part.hpp>
#include <wbm/value.hpp>
#include <wbm/value_stream.hpp>
#include <wbm/value_writer.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wbm {

/// One media type, as its plugin's manifest describes it.
struct TypeInfo {
    std::string name;                  ///< the `_type`, e.g. "image-file"
    std::vector<std::string> aliases;  ///< other `_type`s that it reads
    std::string batch;                 ///< `_type` of a logged list, e.g. "images/separated"; may be empty
    std::string plugin;                ///< id, e.g. "org.wbmedia.image"
    std::string version;
    std::filesystem::path library;        ///< empty for a type that is compiled in
    std::uint32_t inputs = 0;             ///< WBM_FROM_* bits
    std::vector<std::string> extensions;  ///< ".png"
    json::object options;                 ///< JSON schema of create()'s options
    bool loaded = false;
};

/// One plugin file that was found, good or not.
struct PluginInfo {
    enum class State {
        ready,  ///< its manifest is sound; it is loaded when one of its types is first used
        loaded,
        shadowed,  ///< every type of it is another's, earlier in the search order
        refused,   ///< `reason` says why; it is never loaded by this registry
    };
    State state = State::ready;
    std::string id;  ///< empty when the manifest could not be read
    std::string version;
    std::filesystem::path manifest;
    std::filesystem::path library;
    std::vector<std::string> types;
    std::vector<std::string> shadowed_types;  ///< those that an earlier plugin has
    std::string reason;                       ///< one sentence; for refused and shadowed
};

[[nodiscard]] std::string_view to_string(PluginInfo::State state) noexcept;

/// Which plugins may be loaded. Checked before any of their code runs.
class Policy {
public:
    /// Every plugin found.
    [[nodiscard]] static Policy any();
    /// Only plugins with these ids.
    [[nodiscard]] static Policy listed(std::vector<std::string> ids);
    /// Only libraries whose file has one of these SHA-256s (hex).
    [[nodiscard]] static Policy pinned(std::vector<std::string> sha256s);

    enum class Kind { any, listed, pinned };
    [[nodiscard]] Kind kind() const noexcept { return kind_; }
    [[nodiscard]] bool allows(std::string_view id_or_sha256) const noexcept;

private:
    Policy(Kind kind, std::vector<std::string> names) : kind_(kind), names_(std::move(names)) {}
    Kind kind_;
    std::vector<std::string> names_;
};

struct RegistryOptions {
    Policy policy = Policy::any();
    /// Folders searched first, in this order.
    std::vector<std::filesystem::path> directories = {};
    /// Also WBM_PLUGIN_PATH (absolute parts; ignored in set-uid programs), the user's data folder and the folder beside
    /// this library.
    bool search_standard_places = true;
    /// Where the start-up cache lives; empty means the user's cache folder. `use_cache` false reads every manifest.
    std::filesystem::path cache_directory = {};
    bool use_cache = true;
};

/// The media types of a program. Starting one reads a cache and stats a handful of folders: no plugin is opened before
/// one of its types is used, none is ever closed. [thread-safe]
///
/// Search order: RegistryOptions::directories and add_directory(), WBM_PLUGIN_PATH, `$XDG_DATA_HOME/wbmedia/plugins`,
/// `<lib>/wbmedia/plugins` beside this library. The first plugin that declares a type has it; later ones are shadowed
/// and reported, never fatal. Never the current folder, never the loader's path.
class Registry {
public:
    explicit Registry(RegistryOptions options = {});
    ~Registry();
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;

    /// Searches one more folder, after those of RegistryOptions::directories and before the standard places.
    /// Throws MediaError (invalid) for a relative path.
    void add_directory(const std::filesystem::path& directory);
    /// Adds the types of a plugin that is compiled into the program; they come before all found ones.
    /// Throws MediaError (invalid) when its table is broken.
    void add(const wbm_plugin* compiled_in);

    /// Every type by name. Aliases are not listed on their own. Opens no plugin. Wire spec 1.2.
    [[nodiscard]] std::map<std::string, TypeInfo> type_mapping() const;
    /// Every plugin file found, with its state and the reason.
    [[nodiscard]] std::vector<PluginInfo> plugins() const;
    /// The type that reads this `_type` (name or alias), or nullopt.
    [[nodiscard]] std::optional<TypeInfo> find(std::string_view type) const;

    /// The type of a file, by its extension and, where that says nothing, its first bytes; of bytes, by the first ones.
    /// Empty when no plugin claims it.
    [[nodiscard]] std::string type_of(const Part& part) const;

    /// Makes a value. Throws MediaError: not_found for a type that nobody has (names the nearest one, or the manifest
    /// whose library is missing); invalid for an input kind that the type does not take; what the type refuses.
    [[nodiscard]] ValuePtr create(std::string_view type, const Part& source, const json::object& options = {},
                                  const std::vector<NamedPart>& parts = {});
    /// The same, with the type from type_of(source).
    [[nodiscard]] ValuePtr create(const Part& source, const json::object& options = {});

    /// What a file or bytes hold, without making a value: {"format": "wav", "sample_rate": 44100, ...}, with the names
    /// of WBValue::fields(). Throws MediaError: unsupported when the content is none of the type's formats or the type
    /// cannot look into files (wbm.probe/1); invalid when it is one of them but broken; not_found for a type that
    /// nobody has; what opening the file gives.
    [[nodiscard]] json::object probe(std::string_view type, const Part& file);
    /// The same, with the type from type_of(file).
    [[nodiscard]] json::object probe(const Part& file);

    /// Begins a value that is made piece by piece, such as a film frame by frame (wbm.writer/1). Throws MediaError:
    /// unsupported when the type has no writer; what the type refuses in the options; as create().
    [[nodiscard]] ValueWriter open_writer(std::string_view type, const json::object& options = {});

    /// Begins a value that is written into the artifact while it is made, such as a table row by row (wbm.stream/1). It
    /// will be the entry `<name>.<type>.json`. Throws MediaError: unsupported when the type has no such form; invalid
    /// for a name that is taken; what the type refuses in the options; as create().
    [[nodiscard]] ValueStream open_stream(std::string_view type, Artifact& artifact, std::string_view name,
                                          const json::object& options = {});

    /// Restores a value from its JSON, an object with `_type`; its files are in `source`. A type that nobody knows
    /// gives a value that keeps the JSON as it is (is_known() is false). Throws MediaError: invalid without `_type`;
    /// what the type refuses; not_found when the type's plugin is declared but missing. Wire spec 1.3.
    [[nodiscard]] ValuePtr init_from_json(std::string_view text, const Store& source);
    [[nodiscard]] ValuePtr init_from_json(const json::object& object, const Store& source);
    /// The same, but with this type, whatever `_type` says (wire spec 23.9).
    [[nodiscard]] ValuePtr from_json(std::string_view type, std::string_view text, const Store& source);

    /// Loads the plugin of a type now. Throws as create().
    void load(std::string_view type);

private:
    friend class RegistryState;
    struct State;
    explicit Registry(std::unique_ptr<State> state) noexcept;
    std::unique_ptr<State> state_;
};

/// What a plugin library says of itself: its manifest as wbm/plugin.h's tables give it, without `library` and `sha256`.
/// Runs the library's code in a child process with a time limit. Throws MediaError naming what is wrong.
[[nodiscard]] json::object describe_library(const std::filesystem::path& library);

}  // namespace wbm
