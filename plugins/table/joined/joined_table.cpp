#include "joined_table.hpp"

#include "only_in_artifacts.hpp"

#include <array>
#include <cstdint>
#include <utility>

namespace wbm::table {
namespace {

constexpr std::array<std::string_view, 4> entry_members{"_type", "join_key", "table1", "table2"};
constexpr std::array<std::string_view, 2> run_members{"_type", "artifact_path"};
constexpr std::string_view ending = ".table.json";

JoinedTable::Side side_of(const json::object& o, std::string_view name, const Input& in) {
    const json::value* v = o.if_contains(name);
    const std::string text =
        v != nullptr && v->is_string() ? std::string(std::string_view(v->get_string())) : std::string();
    if (text.starts_with('@')) {
        Value value(in.part(std::string_view(text).substr(1)));
        if (const std::string type = value.type(); type != "table" && type != "partitioned-table")
            throw invalid("\"" + std::string(name) + "\" is a value of type " + type + "; give a table");
        return value;
    }
    if (!text.ends_with(ending))
        throw invalid("\"" + std::string(name) +
                      "\" must be a table part, such as \"@t\", or the path of a table's entry, "
                      "which ends with .table.json, it is " +
                      (v == nullptr ? std::string("missing") : brief(*v)));
    return text;
}

json::value key_of(const json::object& o) {
    const json::value* v = o.if_contains("join_key");
    if (v != nullptr && (v->is_string() || (v->is_array() && v->get_array().size() == 2))) return *v;
    throw invalid("\"join_key\" must be a column's name, or a list with its name in each table, it is " +
                  (v == nullptr ? std::string("missing") : brief(*v)));
}

/// The reference numbers its tables by where they are in memory; ours have a number made of what they hold.
std::string numbered(const char* prefix, const std::string& content) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : content) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return prefix + std::to_string(hash >> 1);
}

/// The path of the table's entry in the artifact, where it is added if need be.
std::string entry_of(const JoinedTable::Side& side, const std::string& read_from, const char* prefix,
                     const Store& target) {
    if (const Value* value = std::get_if<Value>(&side)) {
        std::string name = read_from;
        if (name.empty()) name = numbered(prefix, value->to_json(target));
        return text(value->add_to(target, name), "path");
    }
    const std::string& path = std::get<std::string>(side);
    try {
        (void)target.fetch(path);
    } catch (const Error& e) {
        if (e.status() != WBM_NOT_FOUND) throw;
        throw invalid("the table \"" + path + "\" is not in the artifact; add it before the joined table");
    }
    return path;
}

JoinedTable::Side read_side(const json::object& j, std::string_view name, const Store& source) {
    const std::string path = text(j, name);
    try {
        return Value::get(source, path);
    } catch (const Error& e) {
        if (e.status() != WBM_NOT_FOUND) throw;
        return path;  // as the reference, which keeps the text
    }
}

json::value told(const JoinedTable::Side& side) {
    if (const auto* path = std::get_if<std::string>(&side)) return json::value(*path);
    return std::get<Value>(side).fields();
}

}  // namespace

JoinedTable JoinedTable::create(const Input& in) {
    only(in.options(), {});
    const json::value source = in.json();
    const json::object& o = object_with(source, "table1, table2 and join_key");
    only(o, {"table1", "table2", "join_key"});
    return {side_of(o, "table1", in), side_of(o, "table2", in), key_of(o), {}, {}, {}, {}};
}

JoinedTable JoinedTable::from_json(const json::object& j, const Store& source) {
    if (auto url = entry_url(j, "join_key"))
        return {std::string(), std::string(), nullptr, {}, {}, *std::move(url), ExtraMembers(j, run_members, source)};
    const json::value* key = j.if_contains("join_key");
    if (key == nullptr) throw not_found("\"join_key\" is missing");
    JoinedTable joined{read_side(j, "table1", source), read_side(j, "table2", source), *key, {}, {}, {}, {}};
    if (std::holds_alternative<Value>(joined.table1)) joined.path1 = text(j, "table1");
    if (std::holds_alternative<Value>(joined.table2)) joined.path2 = text(j, "table2");
    joined.extra = ExtraMembers(j, entry_members, source);
    return joined;
}

json::object JoinedTable::to_json(const Store& target) const {
    json::object j{{"_type", type}};
    if (artifact_path.empty()) {
        refuse_run(target, "joined by " + brief(join_key));
        j["table1"] = entry_of(table1, path1, "t1_", target);
        j["table2"] = entry_of(table2, path2, "t2_", target);
        j["join_key"] = join_key;
    } else {
        refuse_artifact(target, artifact_path);
        j["artifact_path"] = artifact_path;
    }
    extra.add_to(j, target);
    return j;
}

json::object JoinedTable::fields() const {
    if (!artifact_path.empty()) return {{"artifact_path", artifact_path}};
    return {{"join_key", join_key}, {"table1", told(table1)}, {"table2", told(table2)}};
}

}  // namespace wbm::table
