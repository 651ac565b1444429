// joined_table.hpp - JoinedTable: two tables of one artifact shown side by side, and PartitionedTable: the tables below
// a folder of it as one (wire spec 16, 17).
#pragma once

#include <wbm/sdk.hpp>

#include <string>
#include <variant>

namespace wbm::table {

/// Made from JSON {"table1", "table2", "join_key"}: a table is "@part" for a table or partitioned table, or the path of
/// an entry that ends with ".table.json" and is in the artifact when this is added. `join_key` is a column's name, or a
/// list with the name in each table. A run cannot hold one. Immutable. [const calls are thread-safe]
struct JoinedTable {
    static constexpr const char* type = "joined-table";
    static constexpr auto inputs = WBM_FROM_JSON;
    static constexpr const char* facts = R"({"description": "Two tables of an artifact joined by a column"})";

    /// The table, or the path of an entry that this plugin could not read.
    using Side = std::variant<Value, std::string>;

    [[nodiscard]] static JoinedTable create(const Input& in);
    [[nodiscard]] static JoinedTable from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(const Store& target) const;
    /// join_key, and for each table its path or what its type tells of it.
    [[nodiscard]] json::object fields() const;
    /// Equal tables and keys, whatever the entries are called.
    bool operator==(const JoinedTable& other) const {
        return table1 == other.table1 && table2 == other.table2 && join_key == other.join_key && extra == other.extra;
    }

    Side table1, table2;
    json::value join_key;
    std::string path1, path2;  ///< entries that the tables were read from; empty for tables made here
    ExtraMembers extra;
};

/// Made from JSON {"parts_path": "folder"}. A run cannot hold one.
struct PartitionedTable {
    static constexpr const char* type = "partitioned-table";
    static constexpr auto inputs = WBM_FROM_JSON;
    static constexpr const char* facts = R"({"description": "The tables below a folder of an artifact as one"})";

    [[nodiscard]] static PartitionedTable create(const Input& in);
    [[nodiscard]] static PartitionedTable from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(const Store& target) const;
    [[nodiscard]] json::object fields() const { return {{"parts_path", parts_path}}; }
    bool operator==(const PartitionedTable& other) const = default;

    std::string parts_path;
    ExtraMembers extra;
};

}  // namespace wbm::table
