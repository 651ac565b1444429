// crafted_file.hpp - Parquet files whose footer and page header claim anything, for tests: one column of int64.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::data_frame {

/// A struct in Thrift's compact protocol; fields are added in rising order.
class ThriftStruct {
public:
    ThriftStruct& integer(int id, std::int64_t value, bool is_64 = true) {
        head(id, is_64 ? 6 : 5);
        varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
        return *this;
    }
    ThriftStruct& text(int id, std::string_view value) {
        head(id, 8);
        return append_text(value);
    }
    ThriftStruct& nested(int id, const ThriftStruct& value) {
        head(id, 12);
        bytes_ += value.finished();
        return *this;
    }
    ThriftStruct& list(int id, const std::vector<ThriftStruct>& items) {
        list_head(id, 12, items.size());
        for (const ThriftStruct& item : items) bytes_ += item.finished();
        return *this;
    }
    ThriftStruct& texts(int id, const std::vector<std::string>& items) {
        list_head(id, 8, items.size());
        for (const std::string& item : items) append_text(item);
        return *this;
    }
    ThriftStruct& numbers(int id, const std::vector<int>& items) {
        list_head(id, 5, items.size());
        for (const int item : items) varint(static_cast<std::uint64_t>(item) << 1);
        return *this;
    }
    /// A list that claims another length than it has.
    ThriftStruct& list_head(int id, int kind, std::size_t length) {
        head(id, 9);
        bytes_ += static_cast<char>(0xF0 | kind);
        varint(length);
        return *this;
    }
    [[nodiscard]] std::string finished() const { return bytes_ + '\0'; }

private:
    void head(int id, int kind) {
        bytes_ += static_cast<char>((id - last_) << 4 | kind);
        last_ = id;
    }
    void varint(std::uint64_t n) {
        for (; n >= 0x80; n >>= 7) bytes_ += static_cast<char>(n | 0x80);
        bytes_ += static_cast<char>(n);
    }
    ThriftStruct& append_text(std::string_view value) {
        varint(value.size());
        bytes_ += value;
        return *this;
    }
    std::string bytes_;
    int last_ = 0;
};

/// What the file claims; as it stands it is a sound file of one row.
struct Claims {
    std::string name = "n";
    std::int64_t rows = 1;
    std::int64_t group_rows = 1;
    std::int64_t group_bytes = 100;
    std::int64_t chunk_bytes = 100;
    std::int64_t compressed_bytes = -1;  ///< -1: what it has
    std::int64_t offset = 4;
    std::string other_file = {};
    int page_bytes = 8;
    int page_values = 1;
    std::size_t groups = 1;
    int depth = 0;  ///< groups around the column
    int codec = 0;
};

inline ThriftStruct schema_group(const std::string& name, int children, bool is_root) {
    ThriftStruct group;
    if (!is_root) group.integer(3, 0, false);
    return group.text(4, name).integer(5, children, false);
}

inline std::string with_footer(std::string data, const ThriftStruct& footer) {
    const std::string bytes = footer.finished();
    data += bytes;
    for (int shift = 0; shift < 32; shift += 8) data += static_cast<char>(bytes.size() >> shift);
    return data + "PAR1";
}

inline std::string crafted_file(const Claims& claims = {}) {
    const ThriftStruct page_values = ThriftStruct()
                                         .integer(1, claims.page_values, false)
                                         .integer(2, 0, false)
                                         .integer(3, 3, false)
                                         .integer(4, 3, false);
    const ThriftStruct page = ThriftStruct()
                                  .integer(1, 0, false)
                                  .integer(2, claims.page_bytes, false)
                                  .integer(3, claims.codec == 0 ? claims.page_bytes : 8, false)
                                  .nested(5, page_values);
    const std::string chunk = page.finished() + std::string("\x2a\0\0\0\0\0\0\0", 8);
    std::vector<std::string> path;
    std::vector<ThriftStruct> schema{schema_group("schema", 1, true)};
    for (int i = 0; i < claims.depth; ++i) {
        schema.push_back(schema_group("g", 1, false));
        path.emplace_back("g");
    }
    path.push_back(claims.name);
    schema.push_back(ThriftStruct().integer(1, 2, false).integer(3, 0, false).text(4, claims.name));
    const ThriftStruct meta =
        ThriftStruct()
            .integer(1, 2, false)
            .numbers(2, {0})
            .texts(3, path)
            .integer(4, claims.codec, false)
            .integer(5, claims.group_rows)
            .integer(6, claims.chunk_bytes)
            .integer(7, claims.compressed_bytes < 0 ? static_cast<std::int64_t>(chunk.size()) : claims.compressed_bytes)
            .integer(9, claims.offset);
    ThriftStruct column;
    if (!claims.other_file.empty()) column.text(1, claims.other_file);
    column.integer(2, claims.offset).nested(3, meta);
    const ThriftStruct group =
        ThriftStruct().list(1, {column}).integer(2, claims.group_bytes).integer(3, claims.group_rows);
    const ThriftStruct footer = ThriftStruct()
                                    .integer(1, 2, false)
                                    .list(2, schema)
                                    .integer(3, claims.rows)
                                    .list(4, std::vector<ThriftStruct>(claims.groups, group));
    return with_footer("PAR1" + chunk, footer);
}

}  // namespace wbm::data_frame
