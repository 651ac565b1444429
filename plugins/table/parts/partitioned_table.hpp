// partitioned_table.hpp - PartitionedTable: the tables below a folder of an artifact as one (wire spec 17).
#pragma once

#include "table_parts.hpp"

#include <wbm/sdk.hpp>

#include <memory>
#include <string>

namespace wbm::table {

/// Made from JSON {"parts_path": "folder"}: the tables are entries of the artifact that this is added to. A run cannot
/// hold one. Read from an artifact it has the rows of every entry below that folder, which must be a table each, with
/// equal columns; in the order of their paths, where the reference takes the manifest's, which is sorted too in what it
/// writes. Parts are read when rows are asked for, a few at a time, and only the last few stay in memory.
/// [const calls are thread-safe]
struct PartitionedTable {
    static constexpr const char* type = "partitioned-table";
    static constexpr auto inputs = WBM_FROM_JSON;
    static constexpr const char* facts = R"({"description": "The tables below a folder of an artifact as one"})";

    [[nodiscard]] static PartitionedTable create(const Input& in);
    [[nodiscard]] static PartitionedTable from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(const Store& target) const;
    /// parts_path, and `parts`, their number, when this was read from an artifact. Reads no part, so no rows are
    /// counted.
    [[nodiscard]] json::object fields() const;
    [[nodiscard]] std::string rows(const json::object& options) const;
    [[nodiscard]] Value cell_value(const json::array& place) const;
    /// The same folder, whatever is in it (wire spec 17).
    bool operator==(const PartitionedTable& other) const {
        return parts_path == other.parts_path && artifact_path == other.artifact_path && extra == other.extra;
    }

    std::string parts_path;
    std::string artifact_path;  ///< a run's JSON has nothing else: the entry's URL (W374)
    ExtraMembers extra;
    std::shared_ptr<TableParts> parts;  ///< null when there are none to be read
    std::string no_parts;               ///< why
};

}  // namespace wbm::table
