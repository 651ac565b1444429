#include <wbm/media/table.hpp>
#include <wbm/wbm.hpp>

#include <chrono>
#include <iostream>
#include <map>
#include <set>

struct Colour {  // a type of your own
    int r, g, b;
    void write_to(wbm::CellWriter& writer) const { writer.write(std::array{r, g, b}); }
};

int main() {
    using namespace std::chrono;
    const std::vector<float> embedding(512, 0.25F);
    const std::map<std::string, double> scores{{"cat", 0.9}, {"dog", 0.1}};

    wbm::Table table({"time", "day", "tags", "scores", "embedding", "json", "colour", "ids"});
    table.add_data(system_clock::now(), 2026y / November / 21, std::vector<std::string>{"a", "b"}, scores,
                   wbm::tensor(embedding, {512}), wbm::json::value{{"any", {1, nullptr}}}, Colour{255, 0, 0},
                   std::set<int>{7, 9});

    // Cells whose types are known at run time. Each keeps a copy of what it is made of.
    std::vector<wbm::Cell> row{nullptr, nullptr, std::vector<std::string>{}, nullptr};
    row.resize(8);
    table.add_row(row);
    table.check();  // makes the value now: every cell must fit its column

    const wbm::CellView cell = table.cell(0, "scores");
    std::cout << "cat " << cell["cat"].get<double>() << ", "
              << table.cell(0, "embedding").get<std::vector<float>>().size() << " numbers, day "
              << table.cell(0, "day").get<sys_days>().time_since_epoch().count() << " since 1970\n";
}
