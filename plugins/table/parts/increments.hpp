// increments.hpp - the rows of an incremental table, which an artifact has one entry after the other of (wire spec
// 14.7).
#pragma once

#include "../table.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace wbm::table {

inline constexpr std::size_t max_increments = 100'000;  ///< of one table

/// A table that was read from `text` gets the rows of all increments of the artifact `source`, in their order. An
/// increment is an entry that ends with .table.json and does not name another log mode. Without `increment_num` there
/// are no rows. A table that is no entry itself, but lies in another value, stays as it is: its rows are its own.
/// Throws invalid naming the increment that cannot be read or does not fit the columns.
void join_increments(Table& table, std::string_view text, const Store& source);

/// {number, milliseconds} of an entry called `<number>-<milliseconds>.<key>.table.json`; the second may be missing, and
/// is 0 then. Nullopt for any other name, such as the first increment's, `None-<milliseconds>`.
[[nodiscard]] std::optional<std::pair<std::uint64_t, std::uint64_t>> increment_order(std::string_view entry) noexcept;

}  // namespace wbm::table
