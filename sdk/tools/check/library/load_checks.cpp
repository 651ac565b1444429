// Checks 17 to 25: the table that the entry gives.
#include "check/check.hpp"
#include "check/subject.hpp"

#include <wbm/json.hpp>
#include <wbm/sdk/members.hpp>
#include <wbm/sdk/store.hpp>

#include "describe.hpp"

#include <cstddef>
#include <set>
#include <string_view>

namespace wbm::tool {
namespace {

constexpr std::uint32_t largest_struct = 4096;
constexpr std::uint32_t plugin_size = offsetof(wbm_plugin, types) + sizeof(wbm_plugin::types);
constexpr std::uint32_t type_size = offsetof(wbm_type, extension) + sizeof(wbm_type::extension);

void for_each_type(const wbm_plugin& plugin, const std::function<void(const wbm_type&, const std::string&)>& look) {
    require(plugin.types != nullptr, "types is NULL");
    for (std::size_t i = 0; plugin.types[i] != nullptr; ++i) {
        require(i < plugin_table::max_types, "types has no NULL at its end");
        look(*plugin.types[i], "types[" + std::to_string(i) + "]");
    }
}

void check_idempotent(const PluginLibrary& library) {
    const wbm_plugin* first = library.entry()();
    require(first != nullptr, WBM_ENTRY_SYMBOL "() returned NULL");
    require(library.entry()() == first, WBM_ENTRY_SYMBOL "() returned another table the second time");
}

void check_size(std::uint32_t size, std::uint32_t least, const std::string& what) {
    require(size >= least && size <= largest_struct,
            what + " is " + std::to_string(size) + ", expected " + std::to_string(least) + " or a little more");
}

void check_sizes(const wbm_plugin& plugin) {
    require(plugin.abi == WBM_ABI, "abi is " + std::to_string(plugin.abi) + ", expected " + std::to_string(WBM_ABI));
    check_size(plugin.size, plugin_size, "size");
    for_each_type(plugin, [](const wbm_type& type, const std::string& where) {
        check_size(type.size, type_size, where + ".size");
    });
}

void check_identity(const wbm_plugin& plugin) {
    require(plugin.id != nullptr && plugin_table::is_id(plugin.id),
            "id is no reverse domain name such as com.example.pointcloud");
    require(plugin.version != nullptr && plugin_table::is_version(plugin.version),
            "version is no semantic version such as 1.0.0");
}

void check_names(const wbm_plugin& plugin) {
    std::set<std::string> names;
    for_each_type(plugin, [&](const wbm_type& type, const std::string& where) {
        require(type.name != nullptr && plugin_table::is_type_name(type.name),
                where + ".name must be letters, digits, '-', '_' or '/'");
        require(names.insert(type.name).second, "two types are called " + std::string(type.name));
    });
    require(!names.empty(), "there is no type");
}

void check_slots(const wbm_plugin& plugin) {
    for_each_type(plugin, [](const wbm_type& type, const std::string& where) {
        require(type.from_json != nullptr, where + ".from_json is NULL");
        require(type.to_json != nullptr, where + ".to_json is NULL");
        require(type.equal != nullptr, where + ".equal is NULL");
        require(type.destroy != nullptr, where + ".destroy is NULL");
        require((type.create != nullptr) == (type.inputs != 0),
                where + ": create must be set exactly when inputs is not 0");
    });
}

void check_agreement(const Subject& subject, const wbm_plugin& plugin) {
    const json::object manifest = json::read_object(read_file(subject.manifest().string()));
    const json::object table = plugin_table::describe(&plugin);
    for (const auto& member : table) {
        const std::string key(member.key());
        const json::value* said = manifest.if_contains(key);
        require(said != nullptr && *said == member.value(),
                "\"" + key + "\" is " + brief(member.value()) + " in the table, " +
                    (said == nullptr ? "missing" : brief(*said)) + " in the manifest; run wbm-plugin describe again");
    }
}

void check_unknown_extension(const wbm_plugin& plugin) {
    for_each_type(plugin, [](const wbm_type& type, const std::string& where) {
        if (type.extension == nullptr) return;
        for (int i = 0; i < 2; ++i)
            require(type.extension("no.such/1") == nullptr, where + ".extension(\"no.such/1\") is not NULL");
    });
}

/// A host as a later version of the header may have it.
struct LargerHost {
    wbm_host host;
    unsigned char later_fields[256];
};

void start_and_stop(const wbm_plugin& plugin, const wbm_host& host) {
    testing::TextSink error;
    const wbm_status status = plugin.start == nullptr ? WBM_OK : plugin.start(&host, error.sink());
    require(status == WBM_OK, "start() with a host of " + std::to_string(host.size) + " bytes: " + error.text());
    if (plugin.stop != nullptr) plugin.stop();
}

void check_host_sizes(const wbm_plugin& plugin) {
    const testing::FakeHost fake;
    start_and_stop(plugin, *fake.table());
    LargerHost larger{*fake.table(), {}};
    larger.host.size = sizeof larger;
    for (unsigned char& byte : larger.later_fields) byte = 0xdb;
    start_and_stop(plugin, larger.host);
}

/// Runs `look` on the table of the loaded plugin, which was not started.
std::function<std::vector<Case>(const Subject&)> with_plugin(void (*look)(const wbm_plugin&)) {
    return [look](const Subject& subject) {
        return one_case([&subject, look] {
            const PluginLibrary library(subject.library());
            look(library.plugin());
        });
    };
}

std::vector<Case> idempotent_cases(const Subject& subject) {
    return one_case([&subject] { check_idempotent(PluginLibrary(subject.library())); });
}

std::vector<Case> agreement_cases(const Subject& subject) {
    return one_case([&subject] { check_agreement(subject, PluginLibrary(subject.library()).plugin()); });
}

}  // namespace

std::vector<Check> load_checks() {
    return {
        {17, "entry-idempotent", "the entry gives the same table each time", {11}, &idempotent_cases},
        {19, "abi-and-sizes", "abi and sizes are plausible", {17}, with_plugin(&check_sizes)},
        {20, "identity", "id is a reverse domain name, version a semantic version", {19}, with_plugin(&check_identity)},
        {21, "type-names", "type names are sound and unique", {19}, with_plugin(&check_names)},
        {22, "required-functions", "required functions are set", {21}, with_plugin(&check_slots)},
        {23, "manifest-agrees", "manifest and table agree", {3, 20, 22}, &agreement_cases},
        {24, "unknown-extension", "an unknown extension is NULL", {19}, with_plugin(&check_unknown_extension)},
        {25, "host-sizes", "starts with a host of this and of a larger size", {19}, with_plugin(&check_host_sizes)},
    };
}

}  // namespace wbm::tool
