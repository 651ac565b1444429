#include "describe.hpp"

#include <wbm/ext/arrow.h>
#include <wbm/ext/batch.h>
#include <wbm/ext/fields.h>
#include <wbm/ext/probe.h>
#include <wbm/ext/rows.h>
#include <wbm/ext/stream.h>
#include <wbm/ext/tensor.h>
#include <wbm/ext/writer.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>
#include <utility>

namespace wbm::plugin_table {

namespace {

constexpr std::array<std::pair<std::string_view, std::uint32_t>, 7> inputs{{{"path", WBM_FROM_PATH},
                                                                            {"bytes", WBM_FROM_BYTES},
                                                                            {"tensor", WBM_FROM_TENSOR},
                                                                            {"json", WBM_FROM_JSON},
                                                                            {"arrow", WBM_FROM_ARROW},
                                                                            {"value", WBM_FROM_VALUE},
                                                                            {"url", WBM_FROM_URL}}};

/// The structs as ABI 1 was frozen: later fields are optional, so these never change (docs/abi.md).
constexpr std::uint32_t plugin_size = offsetof(wbm_plugin, types) + sizeof(wbm_plugin::types);
constexpr std::uint32_t type_size = offsetof(wbm_type, extension) + sizeof(wbm_type::extension);

/// A C string of the plugin's. It is not trusted to end.
std::string_view c_text(const char* text, const std::string& where, std::size_t limit) {
    if (text == nullptr) throw Error(where + " is null");
    const std::size_t size = strnlen(text, limit + 1);
    if (size > limit) throw Error(where + " is longer than " + std::to_string(limit) + " bytes");
    if (!json::is_utf8({text, size})) throw Error(where + " is not UTF-8");
    return {text, size};
}

void check_size(std::uint32_t size, std::uint32_t least, const std::string& where, const char* what) {
    if (size < least)
        throw Error(where + " is " + std::to_string(size) + ", but " + what + " has at least " + std::to_string(least) +
                    " bytes; set it to sizeof(" + what + ")");
}

void check_slots(const wbm_type& type, const std::string& where) {
    const std::pair<const char*, bool> required[] = {{"from_json", type.from_json != nullptr},
                                                     {"to_json", type.to_json != nullptr},
                                                     {"equal", type.equal != nullptr},
                                                     {"destroy", type.destroy != nullptr}};
    for (const auto& [name, is_set] : required)
        if (!is_set) throw Error(where + "." + name + " is null; every type needs it");
    if (type.inputs != 0 && type.create == nullptr) throw Error(where + ".create is null, but inputs is not 0");
    if (type.inputs == 0 && type.create != nullptr)
        throw Error(where + ".inputs is 0, but create is set; say what it takes");
}

json::array names_of_aliases(const wbm_type& type, const std::string& where) {
    json::array names;
    for (std::size_t i = 0; type.aliases != nullptr && type.aliases[i] != nullptr; ++i) {
        if (i == max_aliases)
            throw Error(where + ".aliases has more than " + std::to_string(max_aliases) +
                        " names or no NULL at its end");
        names.emplace_back(c_text(type.aliases[i], where + ".aliases[" + std::to_string(i) + "]", name_bytes));
    }
    return names;
}

/// Does the type offer the extension, with all that its first revision has?
template <class Ext, class Check>
void add_ability(json::array& abilities, const wbm_type& type, const char* id, const char* name,
                 const std::string& where, Check is_complete) {
    const auto* ext = static_cast<const Ext*>(type.extension(id));
    if (ext == nullptr) return;
    if (!is_complete(*ext))
        throw Error(where + ".extension(\"" + id + "\") has a size that is too small or no function");
    abilities.emplace_back(name);
}

json::array names_of_abilities(const wbm_type& type, const std::string& where) {
    json::array names;
    if (type.extension == nullptr) return names;
    add_ability<wbm_ext_tensor>(names, type, WBM_EXT_TENSOR, "tensor", where, [](const wbm_ext_tensor& e) {
        return WBM_HAS(wbm_ext_tensor, &e, get) && e.get != nullptr;
    });
    add_ability<wbm_ext_fields>(names, type, WBM_EXT_FIELDS, "fields", where, [](const wbm_ext_fields& e) {
        return WBM_HAS(wbm_ext_fields, &e, get) && e.get != nullptr;
    });
    add_ability<wbm_ext_batch>(names, type, WBM_EXT_BATCH, "batch", where, [](const wbm_ext_batch& e) {
        return WBM_HAS(wbm_ext_batch, &e, seq_to_json) && e.seq_to_json != nullptr;
    });
    add_ability<wbm_ext_probe>(names, type, WBM_EXT_PROBE, "probe", where, [](const wbm_ext_probe& e) {
        return WBM_HAS(wbm_ext_probe, &e, probe) && e.probe != nullptr;
    });
    add_ability<wbm_ext_writer>(names, type, WBM_EXT_WRITER, "writer", where, [](const wbm_ext_writer& e) {
        return WBM_HAS(wbm_ext_writer, &e, destroy) && e.open != nullptr && e.add != nullptr && e.finish != nullptr &&
               e.destroy != nullptr;
    });
    add_ability<wbm_ext_rows>(names, type, WBM_EXT_ROWS, "rows", where, [](const wbm_ext_rows& e) {
        return WBM_HAS(wbm_ext_rows, &e, value) && e.get != nullptr && e.value != nullptr;
    });
    add_ability<wbm_ext_arrow>(names, type, WBM_EXT_ARROW, "arrow", where, [](const wbm_ext_arrow& e) {
        return WBM_HAS(wbm_ext_arrow, &e, get) && e.get != nullptr;
    });
    add_ability<wbm_ext_stream>(names, type, WBM_EXT_STREAM, "stream", where, [](const wbm_ext_stream& e) {
        return WBM_HAS(wbm_ext_stream, &e, destroy) && e.open != nullptr && e.add != nullptr && e.finish != nullptr &&
               e.destroy != nullptr;
    });
    return names;
}

void add_facts(json::object& out, const wbm_type& type, const std::string& where) {
    if (type.facts == nullptr) return;
    json::object facts;
    try {
        facts = json::read_object(c_text(type.facts, where + ".facts", facts_bytes), json::NonFinite::refuse);
    } catch (const json::Error& error) {
        throw Error(where + ".facts is not a JSON object: " + error.what());
    }
    for (const auto& fact : facts) {
        if (out.contains(fact.key()) || fact.key() == "aliases")
            throw Error(where + ".facts has the member \"" + std::string(fact.key()) +
                        "\", which the table itself gives");
        out.emplace(fact.key(), fact.value());
    }
}

json::object describe_type(const wbm_type& type, const std::string& where) {
    check_size(type.size, type_size, where + ".size", "wbm_type");
    json::object out;
    out.emplace("name", c_text(type.name, where + ".name", name_bytes));
    check_slots(type, where);
    if (json::array aliases = names_of_aliases(type, where); !aliases.empty())
        out.emplace("aliases", std::move(aliases));
    json::array& names = out.emplace("inputs", json::array()).first->value().get_array();
    for (const std::string_view name : input_names(type.inputs)) names.emplace_back(name);
    out.emplace("abilities", names_of_abilities(type, where));
    add_facts(out, type, where);
    return out;
}

}  // namespace

std::vector<std::string_view> input_names(std::uint32_t bits) {
    std::vector<std::string_view> names;
    for (const auto& [name, bit] : inputs)
        if ((bits & bit) != 0) names.push_back(name);
    return names;
}

std::uint32_t input_bit(std::string_view name) noexcept {
    for (const auto& [known, bit] : inputs)
        if (known == name) return bit;
    return 0;
}

bool is_ability(std::string_view name) noexcept {
    constexpr std::string_view abilities[] = {"tensor", "fields", "batch", "probe", "writer", "rows"};
    return std::find(std::begin(abilities), std::end(abilities), name) != std::end(abilities);
}

json::object describe(const wbm_plugin* plugin) {
    if (plugin == nullptr) throw Error("the entry gave no table (null)");
    // `size` and `abi` come first in every ABI; nothing else is read before both are known to be ours.
    check_size(plugin->size, offsetof(wbm_plugin, abi) + sizeof(wbm_plugin::abi), "size", "wbm_plugin");
    if (plugin->abi != WBM_ABI)
        throw Error("abi is " + std::to_string(plugin->abi) + ", but this build speaks " + std::to_string(WBM_ABI) +
                    "; rebuild the plugin with this version's wbm/plugin.h");
    check_size(plugin->size, plugin_size, "size", "wbm_plugin");
    json::object out;
    out.emplace("manifest", manifest_version);
    out.emplace("id", c_text(plugin->id, "id", name_bytes));
    out.emplace("version", c_text(plugin->version, "version", name_bytes));
    out.emplace("abi", static_cast<std::int64_t>(plugin->abi));
    if (plugin->types == nullptr) throw Error("types is null; it is a list of types that ends with NULL");
    json::array& types = out.emplace("types", json::array()).first->value().get_array();
    for (std::size_t i = 0; plugin->types[i] != nullptr; ++i) {
        if (i == max_types)
            throw Error("types has more than " + std::to_string(max_types) + " types or no NULL at its end");
        types.emplace_back(describe_type(*plugin->types[i], "types[" + std::to_string(i) + "]"));
    }
    check_manifest(out);
    return out;
}

}  // namespace wbm::plugin_table
