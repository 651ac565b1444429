#include <wbm/registry.hpp>

#include <wbm/artifact.hpp>
#include <wbm/json.hpp>
#include <wbm/limits.hpp>

#include "hash.hpp"
#include "host.hpp"
#include "kept_value.hpp"
#include "plugin_input.hpp"
#include "plugin_probe.hpp"
#include "plugin_stream.hpp"
#include "plugin_value.hpp"
#include "plugin_writer.hpp"
#include "registry_state.hpp"
#include "standard_places.hpp"
#include "store_adapter.hpp"
#include "store_path.hpp"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

namespace wbm {

/// Plugins may hold on to the registry that started them, so what it knows is shared with them.
struct Registry::State {
    std::shared_ptr<RegistryState> shared;

    static void set_origin(WBValue& value, Origin origin) { value.origin_ = std::move(origin); }
};

namespace {

std::filesystem::path absolute_folder(const std::filesystem::path& folder) {
    if (!folder.is_absolute())
        throw MediaError(Status::invalid,
                         "the plugin folder \"" + folder.string() + "\" is relative; give an absolute path");
    return without_slash(folder);
}

/// The type of a source that says it itself.
std::string required_type_of(const Registry& registry, const Part& source) {
    std::string type = registry.type_of(source);
    if (!type.empty()) return type;
    if (source.kind() == Part::Kind::path)
        throw MediaError(Status::not_found, "no plugin claims files like \"" +
                                                std::filesystem::path(source.text()).filename().string() +
                                                "\"; name the type that it is");
    throw MediaError(Status::not_found, "the type cannot be told from " +
                                            std::string(kind_in_words(static_cast<std::int32_t>(source.kind()))) +
                                            "; name the type that it is");
}

/// An entry that this thread is reading because another value refers to it.
class ReadingEntry {
public:
    /// Throws MediaError (invalid) when it is being read already.
    ReadingEntry(const std::filesystem::path& root, std::string_view name) : entry_(root, name) {
        const auto first = std::find(chain_.begin(), chain_.end(), entry_);
        if (first != chain_.end()) {
            std::string circle;
            for (auto at = first; at != chain_.end(); ++at) circle += quoted(at->second) + " -> ";
            throw MediaError(Status::invalid, "values of the artifact refer to each other in a circle: " + circle +
                                                  quoted(name) + "; remove one of these references");
        }
        chain_.push_back(entry_);
    }
    ~ReadingEntry() { chain_.pop_back(); }
    ReadingEntry(const ReadingEntry&) = delete;
    ReadingEntry& operator=(const ReadingEntry&) = delete;

private:
    using Entry = std::pair<std::filesystem::path, std::string>;
    Entry entry_;
    static thread_local std::vector<Entry> chain_;
};

thread_local std::vector<ReadingEntry::Entry> ReadingEntry::chain_;

}  // namespace

RegistryState::RegistryState(RegistryOptions options, SetOrigin set_origin)
    : policy_(std::move(options.policy)),
      cache_(!options.use_cache                ? std::filesystem::path()
             : options.cache_directory.empty() ? standard_cache_folder()
                                               : options.cache_directory),
      set_origin_(set_origin) {
    put_in_use_locked(std::make_unique<TypeMap>());
    const auto append = [&](const std::filesystem::path& folder) {
        const bool is_known =
            std::any_of(places_.begin(), places_.end(), [&](const Place& p) { return p.folder == folder; });
        if (!is_known) places_.push_back({folder, cache_.index(folder)});
    };
    for (const std::filesystem::path& folder : options.directories) append(absolute_folder(folder));
    own_folders_ = places_.size();
    if (options.search_standard_places)
        for (const std::filesystem::path& folder : standard_plugin_folders()) append(folder);
}

void RegistryState::add_directory(const std::filesystem::path& directory) {
    Place place{absolute_folder(directory), nullptr};
    place.index = cache_.index(place.folder);
    const std::unique_lock lock(guard_);
    const auto own_end = places_.begin() + static_cast<std::ptrdiff_t>(compiled_in_ + own_folders_);
    const auto known =
        std::find_if(places_.begin(), places_.end(), [&](const Place& p) { return p.folder == place.folder; });
    if (known < own_end) {
        known->index = std::move(place.index);  // asked for again: what it holds now counts
    } else {
        if (known != places_.end()) places_.erase(known);
        places_.insert(places_.begin() + static_cast<std::ptrdiff_t>(compiled_in_ + own_folders_), std::move(place));
        ++own_folders_;
    }
    forget_types_locked();
}

void RegistryState::add(const wbm_plugin* compiled_in) {
    const LoadedPlugin& plugin = adopt_table(compiled_in, "the plugin that is compiled in");
    plugin.start(shared_from_this());
    FoundPlugin found;
    found.id = plugin.table->id;
    found.version = plugin.table->version;
    found.types = types_of(plugin.manifest);
    auto index = FolderIndex::make({}, {}, {found});
    const std::unique_lock lock(guard_);
    const auto end = places_.begin() + static_cast<std::ptrdiff_t>(compiled_in_);
    if (std::any_of(places_.begin(), end, [&](const Place& p) { return p.compiled_in == &plugin; })) return;
    places_.insert(end, Place{{}, std::move(index), &plugin});
    ++compiled_in_;
    forget_types_locked();
}

ValuePtr RegistryState::create(const LoadedType& type, const wbm_input& input) {
    check_input(input, type.name, type.table->inputs);
    const ActiveRegistry active(*this);
    return create_value(type, input);
}

ValueWriter RegistryState::open_writer(const LoadedType& type, const json::object& options) {
    const ActiveRegistry active(*this);
    return wbm::open_writer(type, options);
}

ValuePtr RegistryState::init_from_json(std::string_view text, const Store& source) {
    std::string scratch;
    const std::string_view type = json::find_string(text, "_type", scratch);
    if (type.empty()) {
        try {
            (void)json::read_object(text);
        } catch (const json::Error& error) {
            throw MediaError(Status::invalid, std::string("the value's JSON is broken: ") + error.what());
        }
        throw MediaError(Status::invalid, "the JSON object has no text member \"_type\", which says what the value is");
    }
    return from_json(type, text, source);
}

ValuePtr RegistryState::from_json(std::string_view type, std::string_view text, const Store& source) {
    if (const LoadedType* known = loaded(type)) return restore(*known, text, source);
    if (is_known_unknown(type)) return unknown(type, text, source);
    const std::uint64_t since = generation();
    if (const LoadedType* known = load(type)) return restore(*known, text, source);
    remember_unknown(type, since);
    return unknown(type, text, source);
}

ValuePtr RegistryState::restore(const LoadedType& type, std::string_view text, const Store& source) {
    const ActiveRegistry active(*this);
    const StoreAdapter adapter(source);
    ValuePtr value = restore_value(type, text, *adapter.c());
    set_origin_(*value, source.origin());
    return value;
}

ValuePtr RegistryState::unknown(std::string_view type, std::string_view text, const Store& source) {
    auto value = std::make_shared<KeptValue>(type, text);
    set_origin_(*value, source.origin());
    return value;
}

ValuePtr RegistryState::get(const Store& source, std::string_view name) {
    if (source.kind() == Store::Kind::run)
        throw MediaError(Status::unsupported, "a run has no entries, so " + quoted(name) + " cannot be one of them");
    std::optional<Artifact> opened;  // a view knows the files, not the entries' names for values
    const auto* artifact = dynamic_cast<const Artifact*>(&source);
    if (artifact == nullptr)
        artifact = &opened.emplace(Artifact::open_logged(source.root(), hex_to_id(source.origin().artifact_id)));
    const ReadingEntry reading(artifact->root(), name);
    Registry self(std::make_unique<Registry::State>(Registry::State{shared_from_this()}));
    ValuePtr value = artifact->get(name, self);
    if (value == nullptr)
        throw MediaError(Status::not_found,
                         "the artifact has no value " + quoted(name) + "; add it before the value that refers to it");
    return value;
}

Registry::Registry(RegistryOptions options)
    : state_(std::make_unique<State>(State{std::make_shared<RegistryState>(std::move(options), &State::set_origin)})) {}

Registry::Registry(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}

Registry::~Registry() = default;

void Registry::add_directory(const std::filesystem::path& directory) { state_->shared->add_directory(directory); }
void Registry::add(const wbm_plugin* compiled_in) { state_->shared->add(compiled_in); }
std::map<std::string, TypeInfo> Registry::type_mapping() const { return state_->shared->type_mapping(); }
std::vector<PluginInfo> Registry::plugins() const { return state_->shared->plugins(); }
std::optional<TypeInfo> Registry::find(std::string_view type) const { return state_->shared->find(type); }
std::string Registry::type_of(const Part& part) const { return state_->shared->type_of(part); }
void Registry::load(std::string_view type) { (void)state_->shared->required(type); }

ValuePtr Registry::create(std::string_view type, const Part& source, const json::object& options,
                          const std::vector<NamedPart>& parts) {
    const ArrowGuard streams(source, parts);
    const LoadedType& known = state_->shared->required(type);
    const PluginInput input(known.name, source, parts, options);
    return state_->shared->create(known, input.c());
}

ValuePtr Registry::create(const Part& source, const json::object& options) {
    const std::vector<NamedPart> none;
    const ArrowGuard streams(source, none);
    return create(required_type_of(*this, source), source, options);
}

json::object Registry::probe(std::string_view type, const Part& file) {
    const LoadedType& known = state_->shared->required(type);
    const std::vector<NamedPart> none;
    const ArrowGuard streams(file, none);
    const PluginInput input(known.name, file, none, {});
    return probe_file(known, *input.c().parts[0]);
}

json::object Registry::probe(const Part& file) { return probe(required_type_of(*this, file), file); }

ValueWriter Registry::open_writer(std::string_view type, const json::object& options) {
    return state_->shared->open_writer(state_->shared->required(type), options);
}

ValueStream Registry::open_stream(std::string_view type, Artifact& artifact, std::string_view name,
                                  const json::object& options) {
    return wbm::open_stream(state_->shared, state_->shared->required(type), artifact, name, options);
}

ValuePtr Registry::init_from_json(std::string_view text, const Store& source) {
    return state_->shared->init_from_json(text, source);
}

ValuePtr Registry::init_from_json(const json::object& object, const Store& source) {
    try {
        return init_from_json(json::write(object, json::Style::fast, json::NonFinite::allow), source);
    } catch (const json::Error& error) {
        throw MediaError(Status::invalid, std::string("the value's JSON cannot be written: ") + error.what());
    }
}

ValuePtr Registry::from_json(std::string_view type, std::string_view text, const Store& source) {
    std::string scratch;
    const std::string_view written = json::find_string(text, "_type", scratch);
    if (written == type || written.empty()) return state_->shared->from_json(type, text, source);
    const std::optional<TypeInfo> known = find(type);
    const auto reads = [&](const TypeInfo& info) {
        return info.name == written ||
               std::find(info.aliases.begin(), info.aliases.end(), written) != info.aliases.end();
    };
    if (!known || reads(*known)) return state_->shared->from_json(type, text, source);
    // The entry's name decides, and a plugin refuses a `_type` that is not its own.
    json::object renamed;
    try {
        renamed = json::read_object(text);
    } catch (const json::Error& error) {
        throw MediaError(Status::invalid, known->name + ": the value's JSON is broken: " + error.what());
    }
    renamed["_type"] = known->name;
    return state_->shared->from_json(type, json::write(renamed, json::Style::fast, json::NonFinite::allow), source);
}

std::string_view to_string(PluginInfo::State state) noexcept {
    switch (state) {
        case PluginInfo::State::ready:
            return "ready";
        case PluginInfo::State::loaded:
            return "loaded";
        case PluginInfo::State::shadowed:
            return "shadowed";
        case PluginInfo::State::refused:
            return "refused";
    }
    return "unknown";
}

}  // namespace wbm
