// Tables from what a program has.
#include "arrow/arrow_in.hpp"
#include "rows_input.hpp"
#include "table.hpp"

namespace wbm::table {

Table from_input(const Input& in, const TextOptions& text, const TableOptions& options, CellInput& cells) {
    switch (in.kind()) {
        case WBM_FROM_PATH:
        case WBM_FROM_BYTES:
            return from_text_file(in.main(), text, options);
        case WBM_FROM_ARROW:
            return from_arrow(*in.main().arrow(), options);
        case WBM_FROM_TENSOR:
            return from_array(in.tensor(), options);
        default:
            return from_rows(in.main().json_text(), options, cells);
    }
}

Table Table::create(const Input& in) {
    json::object given = in.options();
    const bool is_text = in.is(WBM_FROM_PATH) || in.is(WBM_FROM_BYTES);
    const TextOptions text = is_text ? TextOptions::take(in.main(), given) : TextOptions();
    const TableOptions options = TableOptions::of(given);
    CellInput cells(in);
    Table table = from_input(in, text, options, cells);
    set_keys(table, options, cells);
    return table;
}

}  // namespace wbm::table
