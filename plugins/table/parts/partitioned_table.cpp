#include "partitioned_table.hpp"

#include "../joined/only_in_artifacts.hpp"

#include <array>
#include <utility>

namespace wbm::table {
namespace {

constexpr std::array<std::string_view, 2> entry_members{"_type", "parts_path"};
constexpr std::array<std::string_view, 2> run_members{"_type", "artifact_path"};

/// Finds the parts. A value whose parts cannot be listed is still one that can be written again.
void find_parts(PartitionedTable& table, const Store& source) {
    try {
        std::vector<std::string> paths;
        if (!table.parts_path.empty()) paths = source.list(table.parts_path);
        if (paths.size() > max_parts)
            table.no_parts = "there are " + std::to_string(paths.size()) + " entries below " +
                             brief(json::value(table.parts_path)) + ", more than the allowed " +
                             std::to_string(max_parts);
        else
            table.parts = std::make_shared<TableParts>(source, std::move(paths));
    } catch (const Error& e) {
        table.no_parts = "the entries below " + brief(json::value(table.parts_path)) + " cannot be listed: " + e.what();
    }
}

TableParts& parts_of(const PartitionedTable& table) {
    if (table.parts == nullptr) throw unsupported("there are no rows to read: " + table.no_parts);
    return *table.parts;
}

}  // namespace

PartitionedTable PartitionedTable::create(const Input& in) {
    only(in.options(), {});
    const json::value source = in.json();
    const json::object& o = object_with(source, "parts_path");
    only(o, {"parts_path"});
    PartitionedTable table;
    table.parts_path = text(o, "parts_path");
    table.no_parts = "the parts are in an artifact; add this to it, and get it from there";
    return table;
}

PartitionedTable PartitionedTable::from_json(const json::object& j, const Store& source) {
    PartitionedTable table;
    if (auto url = entry_url(j, "parts_path")) {
        table.artifact_path = *std::move(url);
        table.extra = ExtraMembers(j, run_members, source);
        table.no_parts = "a run has only the address " + brief(json::value(table.artifact_path)) +
                         "; get the value from that artifact";
        return table;
    }
    table.parts_path = text(j, "parts_path");
    table.extra = ExtraMembers(j, entry_members, source);
    if (source.is_artifact())
        find_parts(table, source);
    else
        table.no_parts = "the parts are in an artifact, and this was read from a run";
    return table;
}

json::object PartitionedTable::to_json(const Store& target) const {
    json::object j{{"_type", type}};
    if (artifact_path.empty()) {
        refuse_run(target, "below " + brief(json::value(parts_path)));
        j["parts_path"] = parts_path;
    } else {
        refuse_artifact(target, artifact_path);
        j["artifact_path"] = artifact_path;
    }
    extra.add_to(j, target);
    return j;
}

json::object PartitionedTable::fields() const {
    if (!artifact_path.empty()) return {{"artifact_path", artifact_path}};
    json::object all{{"parts_path", parts_path}};
    if (parts != nullptr) all["parts"] = parts->size();
    return all;
}

std::string PartitionedTable::rows(const json::object& options) const { return parts_of(*this).rows(options); }

Value PartitionedTable::cell_value(const json::array& place) const { return parts_of(*this).cell_value(place); }

}  // namespace wbm::table
