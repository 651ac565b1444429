// column_type.hpp - what a column's cells may be: the type system of the wire's column_types (wire spec 15).
#pragma once

#include "../cells/cell.hpp"

#include <wbm/json.hpp>

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wbm::table {

enum class TypeKind : std::uint8_t {
    invalid,
    any,
    unknown,
    none,
    string,
    number,
    boolean,
    timestamp,
    list,
    typed_dict,
    union_of,
    constant,
    python_object,
    ndarray,
    image_file,
    classes_id,
    table,
    primary_key,
    foreign_key,
    foreign_index,
    audio_file,
    video_file,
    html_file,
    bokeh_file,
    object3d_file,
    joined_table,
    partitioned_table,
    trace_tree,
    artifact_version,
    stranger,  ///< a wb_type that this version does not know: kept as its JSON, takes any cell
};

/// Where an ndarray column's numbers are in the artifact: a NumPy archive and the array's name in it.
struct SerializationPath {
    std::string path;
    std::string key;
};

/// How types that name other objects of an artifact find them when they are parsed.
struct TypeReader {
    /// The table stored at an entry path; may return null. Without the function foreign keys keep the path.
    std::function<Media(const std::string& path)> table;
    /// The JSON {"_type":"classes","class_set":[...]} of the classes at a path. Without it classesId keeps the path.
    std::function<json::object(const std::string& path)> classes;
    /// A wb_type that nobody knows: kept from a file, refused from a user.
    bool keep_strangers = true;
};

/// How they are stored when they are written.
struct TypeWriter {
    /// The entry path of a foreign key's table. Without the function only paths can be written.
    std::function<std::string(const Media& table)> table;
    /// What stands for a classesId's class set: {"type":"classes-file","path":...,"digest":...}. Given
    /// {"_type":"classes","class_set":[...]}, which is written without the function.
    std::function<json::object(const json::object& classes)> classes;
};

/// An immutable type, cheap to copy. [const calls are thread-safe]
class ColumnType {
public:
    struct Node;
    using Members = std::vector<std::pair<std::string, ColumnType>>;

    ColumnType() : ColumnType(TypeKind::unknown) {}
    /// A type without parameters; also image_file, list, union_of, typed_dict, table and constant, which are then the
    /// empty ones. Throws invalid for a kind that needs parameters.
    ColumnType(TypeKind kind);  // NOLINT: a kind is a type

    [[nodiscard]] static ColumnType list(ColumnType element, std::optional<std::int64_t> length = std::nullopt);
    /// Names are not checked for coming twice: the columns of a table may (wire spec 14.2). The last one counts.
    [[nodiscard]] static ColumnType typed_dict(const Members& members);
    /// Flattened and sorted as the wire has it (wire spec 15.7); repeated members stay.
    [[nodiscard]] static ColumnType union_of(std::vector<ColumnType> members);
    /// The union of the type and none.
    [[nodiscard]] static ColumnType optional(const ColumnType& type);
    /// `set`: the value must be an array, and its order does not matter.
    [[nodiscard]] static ColumnType constant(json::value value, bool set = false);
    [[nodiscard]] static ColumnType python_object(std::string class_name);
    [[nodiscard]] static ColumnType ndarray(std::vector<std::int64_t> shape,
                                            std::optional<SerializationPath> path = std::nullopt);
    /// Facts as in MediaCell::column_facts().
    [[nodiscard]] static ColumnType image_file(const json::object& facts);
    [[nodiscard]] static ColumnType classes_id(const json::array& class_set);
    /// A table whose columns have these types: a typed_dict or unknown.
    [[nodiscard]] static ColumnType table(ColumnType columns);
    [[nodiscard]] static ColumnType foreign_key(TableLink table, std::string column);
    [[nodiscard]] static ColumnType foreign_index(TableLink table);

    /// The type of a value (wire spec 15.2). A value of a type that the reference does not know is `any`, for the
    /// reference reads such a cell as a dict, which `any` takes. Throws invalid for a list with an array in it, which
    /// the reference refuses too, and for types nested beyond max_type_depth.
    [[nodiscard]] static ColumnType of(const Cell& cell);

    /// A type of the wire: {"wb_type":NAME, "params":{...}}. `where` begins the error: `column "a"`. Legacy names and
    /// the parameters of all versions are read. Throws invalid, which names the wb_type and the parameter.
    [[nodiscard]] static ColumnType parse(const json::value& v, const TypeReader& reader = {},
                                          std::string_view where = "the column type");
    /// The short notation of wire spec 15.4 as well: [] a list, [T] a list of T, [T, U] T or U, {name: T} a dict, any
    /// other value a constant.
    [[nodiscard]] static ColumnType parse_notation(const json::value& v, const TypeReader& reader = {},
                                                   std::string_view where = "the column type");

    /// The wire form, members in the reference's order. Throws unsupported for a foreign key to a table that `writer`
    /// cannot store.
    [[nodiscard]] json::object to_json(const TypeWriter& writer = {}) const;
    /// The text form, by which unions are sorted: `None or Number`, `Number[]`, `{'a': String}`.
    [[nodiscard]] std::string text() const;

    [[nodiscard]] TypeKind kind() const noexcept;
    [[nodiscard]] std::string_view wb_type() const noexcept;
    [[nodiscard]] bool is_invalid() const noexcept { return kind() == TypeKind::invalid; }

    /// Accepts every cell of this kind and stays as it is: the fast way of assign() for plain cells. For kinds above
    /// `time` always false. Give a cell's type_kind(): a NaN is a null here, and a text may be a link.
    [[nodiscard]] bool keeps(CellKind kind) const noexcept;

    /// The type after taking a cell, maybe refined; `invalid` when it takes no such cell (wire spec 15.3). Throws as
    /// of() does.
    [[nodiscard]] ColumnType assign(const Cell& cell) const;
    /// The same for whatever has another type.
    [[nodiscard]] ColumnType assign(const ColumnType& other) const;
    /// Why assign(cell) gives invalid, in lines: the value, its type and this one, then its parts (wire spec 15.8).
    [[nodiscard]] std::string explain(const Cell& cell) const;

    // Parameters. Each throws std::bad_variant_access for a type of another kind.
    [[nodiscard]] const ColumnType& element() const;                     ///< list
    [[nodiscard]] std::optional<std::int64_t> length() const;            ///< list
    [[nodiscard]] const Members& dict_members() const;                   ///< typed_dict
    [[nodiscard]] std::span<const ColumnType> union_members() const;     ///< union_of
    [[nodiscard]] const std::string& class_name() const;                 ///< python_object
    [[nodiscard]] const std::vector<std::int64_t>& shape() const;        ///< ndarray
    [[nodiscard]] const std::optional<SerializationPath>& path() const;  ///< ndarray
    [[nodiscard]] const ColumnType& table_columns() const;               ///< table: typed_dict or unknown
    [[nodiscard]] const TableLink& link() const;                         ///< foreign_key, foreign_index
    [[nodiscard]] const std::string& key_column() const;                 ///< foreign_key

    /// A column of this kind, or of a union with it: the last such member, which is the one that counts for arrays.
    [[nodiscard]] const ColumnType* find(TypeKind kind) const noexcept;
    /// This type with another type in the place of find(kind): the path of an array column. Unions keep their other
    /// members.
    [[nodiscard]] ColumnType replace(TypeKind kind, const ColumnType& by) const;

    /// Same kind and parameters; sets in any order, 1 equals 1.0, an ndarray's path does not count (wire spec 15.6).
    friend bool operator==(const ColumnType& a, const ColumnType& b);
    /// The same object: what assign() gives back when nothing changed.
    [[nodiscard]] bool is_same(const ColumnType& other) const noexcept { return node_ == other.node_; }

    [[nodiscard]] const Node& node() const noexcept { return *node_; }
    explicit ColumnType(std::shared_ptr<const Node> node) noexcept : node_(std::move(node)) {}

private:
    std::shared_ptr<const Node> node_;
};

/// The names of column types that are not `stranger`, without legacy ones, in a fixed order.
[[nodiscard]] std::span<const std::string_view> known_wb_types() noexcept;

}  // namespace wbm::table
