// joined_table.hpp - JoinedTable: two tables of one artifact shown side by side (wire spec 16).
#pragma once

#include <wbm/sdk.hpp>

#include <string>
#include <variant>

namespace wbm::table {

/// Made from JSON {"table1", "table2", "join_key"}: a table is "@part" for a table or partitioned table, or the path of
/// an entry that ends with ".table.json" and is in the artifact when this is added. `join_key` is a column's name, or a
/// list with the name in each table. A run cannot hold one; a run's JSON of the reference has its address alone, which
/// is kept. Immutable. [const calls are thread-safe]
struct JoinedTable {
    static constexpr const char* type = "joined-table";
    static constexpr auto inputs = WBM_FROM_JSON;
    static constexpr const char* facts = R"({"description": "Two tables of an artifact joined by a column"})";

    /// The table, or the path of an entry that this plugin could not read.
    using Side = std::variant<Value, std::string>;

    [[nodiscard]] static JoinedTable create(const Input& in);
    [[nodiscard]] static JoinedTable from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(const Store& target) const;
    /// join_key, and for each table its path or what its type tells of it; or artifact_path.
    [[nodiscard]] json::object fields() const;
    /// Equal tables and keys, whatever the entries are called.
    bool operator==(const JoinedTable& other) const {
        return table1 == other.table1 && table2 == other.table2 && join_key == other.join_key &&
               artifact_path == other.artifact_path && extra == other.extra;
    }

    Side table1, table2;
    json::value join_key;
    std::string path1, path2;   ///< entries that the tables were read from; empty for tables made here
    std::string artifact_path;  ///< a run's JSON has nothing else: the entry's URL
    ExtraMembers extra;
};

}  // namespace wbm::table
