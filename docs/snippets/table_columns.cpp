#include <wbm/media/table.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    // By columns, as a data frame: the first one makes the rows.
    wbm::Table table;
    table.add_column("epoch", std::vector{1, 2, 3});
    table.add_column("loss", std::vector<std::optional<double>>{0.9, std::nullopt, 0.4});
    table.add_column("note", {"slow", "broken", "good"});
    table.add_data(4, 0.3, "better");  // and rows after it

    const auto epochs = table.get_column<int>("epoch");
    const auto losses = table.get_column<std::optional<double>>("loss");
    std::cout << epochs.size() << " epochs, the last loss is " << *losses.back() << '\n';
    std::cout << "row 1 says " << table.cell(1, "note").get<std::string>() << '\n';
    return losses[1] ? 1 : 0;
}
