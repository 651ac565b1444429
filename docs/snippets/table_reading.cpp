#include <wbm/media/table.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    wbm::Table table({"step", "loss"});
    for (int step = 0; step < 5; ++step) table.add_data(step, 1.0 / (step + 1));
    auto artifact = wbm::Artifact::create("art");
    artifact.add(table, "losses");
    artifact.finalize();

    const wbm::Table read(artifact.get("losses", wbm::default_registry()));
    std::cout << read.nrows() << " rows of " << read.ncols() << " columns\n";
    for (const double loss : read.get_column<double>("loss")) std::cout << loss << ' ';
    std::cout << '\n';

    // What was read does not change. Its rows go into a new table.
    wbm::Table longer(std::vector<wbm::ColumnName>{"step", "loss"});
    for (const wbm::RowView& row : read.iterrows()) longer.add_row(row);
    longer.add_data(5, 0.1);
    return longer.nrows() == 6 && read == table ? 0 : 1;
}
