#include "commands.hpp"
#include "entries.hpp"
#include "output.hpp"

#include <wbm/artifact.hpp>
#include <wbm/run.hpp>

namespace wbm::tool {

namespace {

/// A larger file of a type that nobody knows is listed as a file: listing must not read gigabytes.
constexpr std::uint64_t max_probed_bytes = std::uint64_t{1} << 24;

/// What a history member is: the `_type` of a value, otherwise the kind of JSON.
std::string member_type(const json::value& v) {
    if (const json::object* object = v.if_object()) {
        const json::value* type = object->if_contains("_type");
        if (type == nullptr || !type->is_string()) return "object";
        return std::string(std::string_view(type->get_string()));
    }
    if (v.is_array()) return "list";
    if (v.is_string()) return "text";
    if (v.is_bool()) return "boolean";
    return v.is_null() ? "null" : "number";
}

/// What helps to find it again: a value's file, a batch's count, or the plain value itself.
std::string member_note(const json::value& v) {
    const json::object* object = v.if_object();
    if (object == nullptr) return human_value(v);
    for (const char* name : {"path", "count"})
        if (const json::value* member = object->if_contains(name))
            return name == std::string_view("count") ? "count " + human_value(*member) : human_value(*member);
    return {};
}

int list_artifact(const Globals& globals, const std::string& directory) {
    const std::unique_ptr<Registry> registry = open_registry(globals);
    const Artifact artifact = Artifact::open_logged(directory);
    const std::vector<ArtifactEntry> entries = artifact.entries();
    Table table({"ENTRY", "SIZE", "TYPE"});
    json::array list;
    for (const ArtifactEntry& entry : entries) {
        const std::string type = value_type(artifact, entry, *registry, max_probed_bytes);
        if (globals.json) {
            json::object row = entry_json(entry);
            if (!type.empty()) row["type"] = type;
            list.push_back(std::move(row));
        } else {
            table.add({entry.path, entry_size(entry), type.empty() ? entry.ref.empty() ? "file" : "reference" : type});
        }
    }
    if (globals.json) {
        json::object out;
        out["kind"] = "artifact";
        out["digest"] = artifact.digest();
        out["size"] = artifact.size();
        out["entries"] = std::move(list);
        print_json(out);
    } else {
        print(table.text());
        print(counted(entries.size(), "entry", "entries") + ", " + human_size(artifact.size()) + ", digest " +
              artifact.digest() + '\n');
    }
    return exit_done;
}

int list_run(const Globals& globals, const std::string& directory) {
    const Run run = Run::open_to_read(directory);
    Table table({"STEP", "KEY", "TYPE", "VALUE"});
    json::array steps;
    for (const json::object& line : run.history()) {
        const json::value* step = line.if_contains("_step");
        json::array keys;
        for (const auto& member : line) {
            if (member.key() == "_step") continue;
            const std::string type = member_type(member.value());
            keys.push_back(json::object{{"key", member.key()}, {"type", type}});
            const std::string step_text = step == nullptr ? "-" : human_value(*step);
            if (!globals.json) table.add({step_text, std::string(member.key()), type, member_note(member.value())});
        }
        steps.push_back(json::object{{"step", step == nullptr ? json::value() : *step}, {"keys", std::move(keys)}});
    }
    if (globals.json) {
        print_json(json::object{{"kind", "run"}, {"steps", std::move(steps)}});
    } else {
        print(table.text());
        print(counted(steps.size(), "step", "steps") + '\n');
    }
    return exit_done;
}

}  // namespace

int run_ls(const Globals& globals, const std::string& directory) {
    return store_kind(directory) == StoreKind::run ? list_run(globals, directory) : list_artifact(globals, directory);
}

}  // namespace wbm::tool
