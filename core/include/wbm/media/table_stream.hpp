// wbm/media/table_stream.hpp - TableStream: a table that is written into an artifact row by row, with the media in its
// cells, and never is in memory.
//
//     wbm::TableStream table(artifact, "samples", {"step", "image"});
//     for (int step = 0; step < 100'000'000; ++step) table.add_data(step, image(step));
//     table.finish();
//
// Throws MediaError, as Registry::open_stream() does.
#pragma once

#include <wbm/artifact.hpp>
#include <wbm/media/media_value.hpp>
#include <wbm/media/table.hpp>
#include <wbm/value_stream.hpp>

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

namespace wbm {

/// As ValueStream, but with rows as Table takes them. The artifact and the registry must outlive it, and the artifact
/// is used by the same thread. [one thread at a time]
class TableStream {
public:
    /// Begins the entry `<name>.table.json`. Throws MediaError (invalid) for a name that is taken and for options that
    /// the type refuses.
    TableStream(Artifact& artifact, std::string_view name, const std::vector<ColumnName>& columns,
                TableOptions options = {}, Registry& registry = default_registry())
        : columns_(columns, std::move(options)),
          stream_(registry.open_stream(Table::type, artifact, name, columns_.json())) {}

    /// Adds a row; its files go to the artifact now. Throws MediaError: invalid for another number of cells and for a
    /// cell that does not fit its column, after which the next row may follow; io.
    template <class... Cells>
    void add_data(const Cells&... cells) {
        add(sizeof...(Cells), [&](CellWriter& writer, const auto& next) { ((next(), writer.write(cells)), ...); });
    }
    void add_row(const std::vector<Cell>& cells) { add_cells(cells); }
    void add_row(std::initializer_list<Cell> cells) { add_cells(cells); }

    [[nodiscard]] std::uint64_t nrows() const noexcept { return stream_.count(); }
    /// Ends the table and adds its entry. Throws MediaError: invalid, io.
    ArtifactEntry finish() { return stream_.finish(); }

private:
    template <class Range>
    void add_cells(const Range& cells) {
        add(cells.size(), [&](CellWriter& writer, const auto& next) {
            for (const Cell& cell : cells) {
                next();
                writer.write(cell);
            }
        });
    }
    template <class Write>
    void add(std::size_t cells, const Write& write) {
        columns_.check_count(static_cast<std::size_t>(nrows()), cells);
        row_.clear();
        row_.add_row(static_cast<std::size_t>(nrows()), columns_.names(), write);
        stream_.add(json_text(row_.json()), row_.parts().named());
    }

    detail::TableColumns columns_;
    detail::RowText row_{nullptr};
    ValueStream stream_;
};

}  // namespace wbm
