#include <wbm/media/table.hpp>

#include <iostream>

int main() {
    // Types that the cells must have, and a column that may not be null.
    wbm::Table table({"name", "score"}, {.dtype = {"string", "number"}, .optional = {false, true}});
    table.add_data("a", 1);
    table.add_data("b", nullptr);
    table.check();

    // Columns whose cells differ in type.
    wbm::Table mixed({"anything"}, {.allow_mixed_types = true});
    mixed.add_data(1);
    mixed.add_data("text");
    mixed.check();

    // A type that is given later: all cells are looked at.
    table.cast("score", "any", true);

    std::cout << wbm::json::write(table.value()->fields().at("column_types")) << '\n';
    return mixed.nrows() == 2 ? 0 : 1;
}
