// table_parts.hpp - the tables below a folder of an artifact, read when somebody asks for their rows (wire spec 17).
#pragma once

#include "../table.hpp"

#include <wbm/sdk/value.hpp>

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wbm::table {

inline constexpr std::size_t max_parts = 100'000;                    ///< of one partitioned table
inline constexpr std::size_t max_kept_tables = 4;                    ///< parts that stay read for the next call
inline constexpr std::size_t max_part_bytes = std::size_t{1} << 30;  ///< of one part's file

/// Equal parts in the order of their paths. [thread-safe]
class TableParts {
public:
    /// Reads nothing yet. Throws unsupported in a host that is too old.
    TableParts(const Store& source, std::vector<std::string> paths);

    [[nodiscard]] std::size_t size() const noexcept { return paths_.size(); }
    /// wbm.rows/1, rows numbered through all parts.
    [[nodiscard]] std::string rows(const json::object& options);
    [[nodiscard]] Value cell_value(const json::array& place);

private:
    using TablePtr = std::shared_ptr<const Table>;
    struct Range {
        std::size_t first, count;
    };
    struct Place {
        std::size_t part = 0, rows_before = 0;
    };
    struct Facts {
        std::string columns;  ///< their names as JSON
        std::size_t rows = 0;
    };

    [[nodiscard]] std::string text_of(std::size_t part) const;
    [[nodiscard]] Error error_in(std::size_t part, const Error& why) const;
    /// Runs `read` so that its errors name the part.
    template <class Read>
    [[nodiscard]] auto reading(std::size_t part, const Read& read) const;

    [[nodiscard]] Facts scan(std::size_t part) const;
    [[nodiscard]] TablePtr parse(std::size_t part) const;
    /// Remembers what was found out, and refuses other columns than those of the first part.
    void note(std::size_t part, const Facts& facts);
    /// Counts the rows of some parts from `first` on.
    void count_rows(std::size_t first);
    /// The place of the row as far as rows are counted; nullopt when `from`, which moves on, is where to count more.
    [[nodiscard]] std::optional<Place> known_place(std::size_t row, Place& from);
    /// The part with that row, or empty ones before it; size() beyond the end.
    [[nodiscard]] Place find(std::size_t row);
    [[nodiscard]] std::vector<TablePtr> tables(std::size_t first, std::size_t count);
    [[nodiscard]] TablePtr kept(std::size_t part);
    void keep(std::size_t part, const TablePtr& table);

    KeptStore source_;
    std::vector<std::string> paths_;

    std::mutex mutex_;  ///< for all below
    std::optional<std::string> columns_;
    std::vector<std::optional<std::size_t>> row_counts_;
    std::deque<std::pair<std::size_t, TablePtr>> kept_;  ///< the last one used is the last
};

}  // namespace wbm::table
