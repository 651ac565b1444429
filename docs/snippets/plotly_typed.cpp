#include <wbm/media/plotly.hpp>
#include <wbm/wbm.hpp>

#include <iostream>
#include <random>

int main() {
    std::mt19937 random(1);
    std::normal_distribution<double> normal;
    std::vector<double> x(100'000), y(100'000);
    for (double& each : x) each = normal(random);
    for (double& each : y) each = normal(random);
    const auto cloud = wbm::plot::Figure().scatter(x, y, {.webgl = true});

    const wbm::Plotly lists(cloud);
    const wbm::Plotly typed(cloud, {.typed_arrays = true});
    std::cout << lists.text().size() << " bytes of lists, " << typed.text().size() << " of typed arrays\n";
    wbm::Run run("run");
    run.log("cloud", typed);
    return typed.text().size() < lists.text().size() && *typed.points() == 100'000 ? 0 : 1;
}
