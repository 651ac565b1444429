// media_cell.hpp - a value of some media type in a table's cell, and a table that other tables' keys point to.
#pragma once

#include <wbm/json.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace wbm::table {

/// What cells and column types ask of a media value. Implemented over the host's values. [const, thread-safe]
class MediaCell {
public:
    virtual ~MediaCell() = default;
    /// Its JSON `_type`: "image-file", a stranger's type, one that nobody knows.
    [[nodiscard]] virtual std::string_view type() const = 0;
    /// What its column's type says of it, as plain JSON (wire spec 15.9):
    /// image-file {"box_layers":{set: [class id, ...]}, "box_score_keys":[name, ...], "mask_layers":{mask: [class id,
    ///   ...]}, "box_class_maps":{set: {id: name}}, "mask_class_maps":{mask: {id: name}}, "class_map":{id: name}},
    ///   each of which may be missing;
    /// classes {"class_set":[{"id":1, "name":"cat"}, ...]};
    /// table {"column_types": a type's JSON}. Others: {}.
    [[nodiscard]] virtual json::object column_facts() const = 0;
    [[nodiscard]] virtual bool equal(const MediaCell& other) const = 0;
};

using Media = std::shared_ptr<const MediaCell>;

/// The table that a foreign key or index points to (wire spec 14.8): the table itself, or, where nobody loaded it, the
/// entry of the artifact that it is stored under.
struct TableLink {
    Media table;       ///< null when only the path is known
    std::string path;  ///< "" when the table is known

    /// The very same table: two equal ones are two.
    [[nodiscard]] bool is_same(const TableLink& other) const noexcept {
        return table == other.table && path == other.path;
    }
    /// An equal table will do.
    friend bool operator==(const TableLink& a, const TableLink& b) {
        if (a.is_same(b)) return true;
        return a.table && b.table && a.table->equal(*b.table);
    }
};

}  // namespace wbm::table
