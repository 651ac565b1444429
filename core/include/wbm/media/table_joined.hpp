// wbm/media/table_joined.hpp - JoinedTable: two tables side by side, PartitionedTable: the tables below a folder as
// one. Both are of one artifact. docs/media/table.md shows them.
//
//     artifact.add(wbm::JoinedTable(cars, owners, "id"), "cars and owners");
//     artifact.add(wbm::PartitionedTable("parts"), "all");
//
// Implements the wire spec, sections 16 and 17. Throws MediaError, as Registry::create() does.
#pragma once

#include <wbm/json.hpp>
#include <wbm/media/media_value.hpp>
#include <wbm/media/table.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace wbm {

/// The tables below a folder of the artifact that it is added to, shown as one. A run cannot hold one. [const calls are
/// thread-safe]
class PartitionedTable : public MediaValue {
public:
    static constexpr std::string_view type = "partitioned-table";

    explicit PartitionedTable(std::string_view parts_path, Registry& registry = default_registry())
        : MediaValue(registry.create(type, json_text(json::write(json::object{{"parts_path", parts_path}}))), type) {}
    /// What Artifact::get() gave. Throws MediaError: invalid for null and another type; unsupported when no plugin
    /// knows the type.
    explicit PartitionedTable(ValuePtr value) : MediaValue(std::move(value), type) {}

    [[nodiscard]] std::string parts_path() const { return value()->get<std::string>("parts_path").value_or(""); }
};

/// Two tables joined by a column. A run cannot hold one. [const calls are thread-safe]
class JoinedTable : public MediaValue {
public:
    static constexpr std::string_view type = "joined-table";

    /// A table, or the path of an entry that ends with ".table.json" and is in the artifact when this is added.
    class Side {
    public:
        // NOLINTBEGIN(google-explicit-constructor): each of them is a table
        Side(const Table& table) : side_(table.value()) {}
        Side(const PartitionedTable& table) : side_(table.value()) {}
        Side(std::string path) : side_(std::move(path)) {}
        Side(const char* path) : side_(std::string(path)) {}
        // NOLINTEND(google-explicit-constructor)

    private:
        friend class JoinedTable;
        std::variant<ValuePtr, std::string> side_;
    };

    /// `key`: the column's name in both tables.
    JoinedTable(const Side& table1, const Side& table2, const std::string& key, Registry& registry = default_registry())
        : MediaValue(create(table1, table2, json::value(key), registry), type) {}
    /// With another name in each.
    JoinedTable(const Side& table1, const Side& table2, const std::string& key1, const std::string& key2,
                Registry& registry = default_registry())
        : MediaValue(create(table1, table2, json::array{key1, key2}, registry), type) {}
    /// What Artifact::get() gave. Throws MediaError: invalid for null and another type; unsupported when no plugin
    /// knows the type.
    explicit JoinedTable(ValuePtr value) : MediaValue(std::move(value), type) {}

    /// The column's name in each table.
    [[nodiscard]] std::pair<std::string, std::string> join_key() const {
        const json::value key = value()->fields().at("join_key");
        const auto text = [](const json::value& v) { return std::string(std::string_view(v.as_string())); };
        if (key.is_string()) return {text(key), text(key)};
        return {text(key.as_array().at(0)), text(key.as_array().at(1))};
    }

private:
    static ValuePtr create(const Side& table1, const Side& table2, json::value key, Registry& registry) {
        json::object source{{"join_key", std::move(key)}};
        std::vector<NamedPart> parts;
        for (const auto& [name, side] : {std::pair("table1", &table1.side_), std::pair("table2", &table2.side_)}) {
            if (const auto* path = std::get_if<std::string>(side)) {
                source[name] = *path;
                continue;
            }
            parts.emplace_back(name, wbm::value(std::get<ValuePtr>(*side)));
            source[name] = std::string("@") + name;
        }
        return registry.create(type, json_text(json::write(source)), {}, parts);
    }
};

}  // namespace wbm
