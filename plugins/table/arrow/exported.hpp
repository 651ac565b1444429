// exported.hpp - a column as Arrow has it: its type and its buffers, which batches are parts of.
#pragma once

#include "../column.hpp"

#include <wbm/ext/arrow.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace wbm::table {

/// Immutable once made. What the buffers lie in is kept by `owners`.
struct Exported {
    std::string format;
    std::string name;
    std::vector<std::pair<std::string, std::string>> metadata;
    std::int64_t length = 0;
    std::int64_t null_count = 0;  ///< of the whole
    std::vector<const void*> buffers;
    std::vector<std::shared_ptr<const void>> owners;
    std::vector<Exported> children;

    /// Adds a buffer that is this column's own.
    template <class T>
    void add_buffer(std::vector<T> values) {
        auto kept = std::make_shared<const std::vector<T>>(std::move(values));
        buffers.push_back(kept->data());
        owners.push_back(std::move(kept));
    }
    /// The first buffer: a bit for each element that is not null; none where no element is.
    template <class IsNull>
    void add_validity(std::size_t count, const IsNull& is_null) {
        std::vector<std::uint8_t> bits((count + 7) / 8);
        length = static_cast<std::int64_t>(count);
        for (std::size_t i = 0; i < count; ++i) {
            if (is_null(i))
                ++null_count;
            else
                bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | 1U << i % 8);
        }
        if (null_count == 0) return buffers.push_back(nullptr);
        add_buffer(std::move(bits));
    }
};

/// Numbers and texts as they lie in the column, which the result shares.
[[nodiscard]] Exported export_plain(const std::shared_ptr<const Column::Data>& data);

/// Cells of any kinds: of the Arrow type that all of them have, else their JSON texts, which the metadata "wbm.json"
/// tells. Throws unsupported for arrays that take more than max_column_array_bytes, and what a value's fields throw.
[[nodiscard]] Exported export_cells(std::span<const Cell> cells);

/// The schema and arrays of a stream: each owns what it needs, and outlives whatever it was made from.
void fill_schema(ArrowSchema& out, const Exported& column);
/// Rows `first` to `first + count`.
void fill_array(ArrowArray& out, const std::shared_ptr<const Exported>& column, std::int64_t first, std::int64_t count);

}  // namespace wbm::table
