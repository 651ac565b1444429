// test_tables.hpp - tables made of test streams.
#pragma once

#include "../cells/cell_json.hpp"
#include "../table.hpp"
#include "test_stream.hpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace wbm::table::test {

using wbm::testing::Refused;

inline const wbm::testing::Type& table_type() {
    static const wbm::testing::Type type = wbm::testing::type_of<Table>();
    return type;
}

inline Table made(ArrowArrayStream* stream, const json::object& options = {}) {
    const std::string text = json::write(options);
    const wbm_part part{sizeof part, WBM_FROM_ARROW, {}, {}, nullptr, stream, nullptr};
    const wbm_part* const parts[] = {&part};
    const wbm_input input{sizeof input, 1, parts, str(text)};
    wbm_value* out = nullptr;
    wbm::testing::TextSink error;
    const wbm_status status = table_type().table().create(&input, &out, error.sink());
    if (status != WBM_OK) throw Refused(status, error.text());
    const wbm::testing::Value value(&table_type().table(), out);
    return *reinterpret_cast<const Table*>(value.get());
}

inline Table made(std::vector<std::vector<TestArray>> batches, const json::object& options = {}) {
    TestStream stream(std::move(batches));
    return made(stream.get(), options);
}

inline std::string refusal(TestStream& stream, const json::object& options = {}) {
    try {
        (void)made(stream.get(), options);
    } catch (const Refused& e) {
        return e.what();
    }
    ADD_FAILURE() << "was not refused";
    return {};
}
inline std::string refusal(TestArray column, const json::object& options = {}) {
    TestStream stream({{std::move(column)}});
    return refusal(stream, options);
}

/// The cells of one column as JSON.
inline std::string cells_of(const Table& table, std::size_t column = 0) {
    std::string out;
    for (std::size_t i = 0; i < table.row_count; ++i) {
        if (i != 0) out += ' ';
        append_cell(out, table.columns[column].cells.cell(i), CellForm::shown, json::Style::fast, {});
    }
    return out;
}
inline std::string cells_of(TestArray column) { return cells_of(made({{std::move(column)}})); }

}  // namespace wbm::table::test
