// table_stream.hpp - a table that is written into an artifact while its rows come (wbm/ext/stream.h).
#pragma once

#include <wbm/sdk.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace wbm::table {

/// Holds the columns' types, never the rows. Only arrays that go to an archive (wire spec 14.9) stay in memory until
/// the end, as NumPy archives have all arrays of a column in one piece.
class TableStream {
public:
    static constexpr std::string_view member = "data";

    /// Options: those of create(), but keys and increments, which need the whole table.
    TableStream(const json::object& options, const Store& target);
    ~TableStream();
    TableStream(const TableStream&) = delete;
    TableStream& operator=(const TableStream&) = delete;

    /// Rows in any form that create() takes. A piece that is refused changes nothing.
    [[nodiscard]] std::string add(const Input& piece, Store target);
    [[nodiscard]] std::string finish(Store target);

private:
    class State;
    std::unique_ptr<State> state_;
};

}  // namespace wbm::table
