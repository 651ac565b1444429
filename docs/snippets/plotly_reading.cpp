#include <wbm/media/plotly.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    const std::vector<double> losses{1, 0.5, 0.25};
    const auto figure = wbm::plot::Figure().title("loss").line({0, 10, 20}, losses, {.name = "train"});
    auto artifact = wbm::Artifact::create("art");
    artifact.add(wbm::Plotly(figure, {.caption = "a short run"}), "loss");
    artifact.finalize();

    const wbm::Plotly read(artifact.get("loss", wbm::default_registry()));
    std::cout << wbm::json::write(read.value()->fields()) << '\n';
    const wbm::json::object all = read.figure();  // data, layout
    std::cout << all.at("data").at(0).at("name") << " of " << read.trace_types().front() << '\n';
    const wbm::Tensor y = read.array(0, "y");  // float64
    std::cout << "the last loss is " << y.as<double>()[2] << '\n';
    return y.as<double>()[2] == 0.25 && read == wbm::Plotly(figure, {.caption = "a short run"}) ? 0 : 1;
}
