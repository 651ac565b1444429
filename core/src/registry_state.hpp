// registry_state.hpp - what a Registry knows: the folders with their indexes, the types it has loaded, what failed.
//
// Three levels, fastest first: types in use, a map that is never changed once published, read without a lock; declared
// types, by binary search in the folders' indexes under a shared lock; files, looked at only to load a plugin or when
// nobody declares a type. No lock is held while a plugin's code runs, but the plugin's own during its start.
#pragma once

#include <wbm/error.hpp>
#include <wbm/registry.hpp>

#include "folder_index.hpp"
#include "plugin_library.hpp"
#include "registry_cache.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace wbm {

class RegistryState : public std::enable_shared_from_this<RegistryState> {
public:
    /// Only Registry may set a value's origin.
    using SetOrigin = void (*)(WBValue& value, Origin origin);

    RegistryState(RegistryOptions options, SetOrigin set_origin);
    RegistryState(const RegistryState&) = delete;
    RegistryState& operator=(const RegistryState&) = delete;

    void add_directory(const std::filesystem::path& directory);
    void add(const wbm_plugin* compiled_in);

    // ---- registry_lookup.cpp: which types there are. Opens no plugin.
    [[nodiscard]] std::map<std::string, TypeInfo> type_mapping() const;
    [[nodiscard]] std::vector<PluginInfo> plugins() const;
    [[nodiscard]] std::optional<TypeInfo> find(std::string_view type);
    [[nodiscard]] std::string type_of(const Part& part);

    // ---- registry_load.cpp: types that can be used.
    /// The type in use with this name or alias; nullptr when it is not loaded. The fast path.
    [[nodiscard]] const LoadedType* loaded(std::string_view type) const noexcept {
        const TypeMap& types = *in_use_.load(std::memory_order_acquire);
        const auto found = types.find(type);
        return found == types.end() ? nullptr : found->second;
    }
    /// The same, loading it if need be; nullptr when nobody declares it. Throws MediaError when it cannot be loaded.
    [[nodiscard]] const LoadedType* load(std::string_view type);
    /// The same, throwing MediaError (not_found) when nobody declares it.
    [[nodiscard]] const LoadedType& required(std::string_view type);

    // ---- registry.cpp: values
    [[nodiscard]] ValuePtr create(const LoadedType& type, const wbm_input& input);
    [[nodiscard]] ValueWriter open_writer(const LoadedType& type, const json::object& options);
    [[nodiscard]] ValuePtr create(std::string_view type, const wbm_input& input) {
        return create(required(type), input);
    }
    [[nodiscard]] ValuePtr init_from_json(std::string_view text, const Store& source);
    [[nodiscard]] ValuePtr from_json(std::string_view type, std::string_view text, const Store& source);
    /// The value of an artifact's entry. Throws MediaError: not_found; unsupported for a run; invalid for an entry that
    /// this thread is reading already.
    [[nodiscard]] ValuePtr get(const Store& source, std::string_view name);

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };
    using TypeMap = std::unordered_map<std::string, const LoadedType*, Hash, std::equal_to<>>;

    /// A plugin that is compiled in is a place of its own, with an index like a folder's.
    struct Place {
        std::filesystem::path folder;
        std::shared_ptr<const FolderIndex> index;
        const LoadedPlugin* compiled_in = nullptr;
    };
    struct Declared {
        Place place;
        std::uint32_t type = 0, plugin = 0;
    };
    /// Why a plugin could not be loaded, and of which files that was said: when they change it is tried again.
    struct Failure {
        FolderKey folder;
        FileStamp manifest, library;
        MediaError error;
    };

    [[nodiscard]] std::vector<Place> places() const;
    [[nodiscard]] std::optional<Declared> declared_locked(std::string_view type) const;
    [[nodiscard]] bool is_owner_locked(const Place& place, std::uint32_t type) const;
    [[nodiscard]] TypeInfo info(const Declared& where) const;
    [[nodiscard]] PluginInfo plugin_info(const Place& place, std::uint32_t index) const;
    [[nodiscard]] std::string known_type_of(const Part& part) const;
    [[nodiscard]] std::string type_by_extension(std::string_view file_name) const;
    [[nodiscard]] std::string type_by_magic(std::string_view head) const;
    [[nodiscard]] std::size_t magic_bytes() const;
    [[nodiscard]] MediaError no_such_type(std::string_view type) const;

    /// Reads the folders again whose state, or whose manifests' states, are not what the index is of. False: none.
    bool refresh_changed_folders();
    [[nodiscard]] const LoadedType* load_found(const Declared& where, std::string_view type);
    [[nodiscard]] const LoadedPlugin& open_plugin(const std::filesystem::path& folder, const PluginManifest& manifest);
    void check_policy(const PluginManifest& manifest, const std::filesystem::path& library) const;
    // What was found out `since` some generation counts only while that lasts.
    [[nodiscard]] std::uint64_t generation() const;
    void publish(std::string_view type, const LoadedType* loaded, std::uint64_t since);
    void put_in_use_locked(std::unique_ptr<const TypeMap> types);
    void forget_types_locked();

    [[nodiscard]] ValuePtr restore(const LoadedType& type, std::string_view text, const Store& source);
    [[nodiscard]] ValuePtr unknown(std::string_view type, std::string_view text, const Store& source);
    [[nodiscard]] bool is_known_unknown(std::string_view type) const;
    void remember_unknown(std::string_view type, std::uint64_t since);

    const Policy policy_;
    const RegistryCache cache_;
    const SetOrigin set_origin_;

    mutable std::shared_mutex guard_;  // of all below
    std::vector<Place> places_;        // in search order: compiled in, the program's folders, the standard ones
    std::size_t compiled_in_ = 0, own_folders_ = 0;                // how many there are of the first two
    std::map<std::filesystem::path, Failure> failures_;            // by manifest
    std::map<std::filesystem::path, const LoadedPlugin*> opened_;  // by manifest
    std::set<std::string, std::less<>> unknown_;                   // `_type`s and extensions that nobody declares
    std::vector<std::unique_ptr<const TypeMap>> maps_;  // every map that was ever published: readers take no lock
    std::uint64_t generation_ = 0;                      // counts what may change who has a type
    std::atomic<const TypeMap*> in_use_;
};

}  // namespace wbm
