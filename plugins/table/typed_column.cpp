#include "typed_column.hpp"

#include "kept_columns.hpp"
#include "table_options.hpp"

#include <cmath>
#include <string_view>
#include <utility>

namespace wbm::table {
namespace {

void take(NamedColumn& column, std::size_t row, const Cell& cell) {
    if (column.type.keeps(cell.type_kind())) return;
    ColumnType next = column.type.assign(cell);
    if (next.is_invalid()) throw refused_cell(column, row, cell);
    column.type = std::move(next);
}

/// Cells of many kinds, each for itself. Lists fit a column of arrays (wire spec 15.3), where they are arrays then.
void take_cells(NamedColumn& column, const Column& given, std::size_t first_row) {
    for (std::size_t row = 0; row < given.size(); ++row) {
        Cell cell = given.cell(row);
        take(column, first_row + row, cell);
        if (cell.kind() == CellKind::list)
            if (const ColumnType* array = column.type.find(TypeKind::ndarray))
                cell = array_of_lists(cell, array->shape(), column.cells);
        column.cells.push(std::move(cell));
    }
}

// The kind of a value that is not null, as the type sees it.
CellKind kind_of(std::uint8_t) { return CellKind::boolean; }
CellKind kind_of(std::int64_t) { return CellKind::integer; }
CellKind kind_of(double number) { return std::isnan(number) ? CellKind::null : CellKind::real; }
CellKind kind_of(std::string_view text) { return text.starts_with("wandb-") ? Cell(text).kind() : CellKind::text; }

/// Looks at every value of a vector; only one whose kind the type does not keep becomes a cell.
struct TakeAll {
    NamedColumn& column;
    const Column& given;
    std::size_t first_row;

    void operator()(const std::monostate&) const {
        each([](std::size_t) { return CellKind::null; });
    }
    void operator()(const Column::Texts& all) const {
        each([&](std::size_t i) { return kind_of(all.at(i)); });
    }
    void operator()(const std::vector<Cell>&) const { take_cells(column, given, first_row); }
    template <class T>
    void operator()(const std::vector<T>& all) const {
        each([&](std::size_t i) { return kind_of(all[i]); });
    }

private:
    template <class KindAt>
    void each(const KindAt& kind_at) const {
        const std::vector<bool>& nulls = given.shared()->nulls;
        for (std::size_t row = 0; row < given.size(); ++row) {
            const CellKind kind = !nulls.empty() && nulls[row] ? CellKind::null : kind_at(row);
            if (!column.type.keeps(kind)) take(column, first_row + row, given.cell(row));
        }
        column.cells = given;
    }
};

}  // namespace

NamedColumn typed_column(ColumnName name, ColumnType first, const Column& cells, std::size_t first_row) {
    NamedColumn column{std::move(name), std::move(first), {}};
    if (cells.size() != 0) std::visit(TakeAll{column, cells, first_row}, cells.values());
    return column;
}

void check_names(const std::vector<ColumnName>& names, const TableOptions& options, const std::string& what) {
    if (!options.columns || *options.columns == names) return;
    json::array wanted, given;
    for (const ColumnName& name : *options.columns) wanted.push_back(json_of(name));
    for (const ColumnName& name : names) given.push_back(json_of(name));
    throw invalid(what + " names the columns " + brief(json::value(given)) + ", option \"columns\" names " +
                  brief(json::value(wanted)) + "; leave the option out, or rename the columns at the source");
}

}  // namespace wbm::table
