#include <wbm/media/plotly.hpp>
#include <wbm/wbm.hpp>

#include <cmath>
#include <iostream>
#include <vector>

int main() {
    std::vector<double> steps(200), losses(200);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        steps[i] = static_cast<double>(i);
        losses[i] = std::exp(-steps[i] / 50);
    }
    // Arrays are borrowed until value(); braced lists and temporaries are copied.
    const auto loss =
        wbm::plot::Figure()
            .title("loss")
            .line(steps, losses, {.name = "train", .width = 2})
            .scatter({50, 100, 150}, {0.4, 0.2, 0.1}, {.name = "validation", .color = "crimson", .size = 10})
            .x_axis("step")
            .y_axis("cross entropy", {.log = true});

    const std::vector<float> confusion{9, 1, 0, 2, 7, 1, 0, 1, 9};
    const auto matrix = wbm::plot::Figure().heatmap(
        {confusion, {3, 3}}, {.x = {"cat", "dog", "owl"}, .y = {"cat", "dog", "owl"}, .colorscale = "Blues"});

    // Any other trace and any other member, as plotly.js has them.
    const auto shares = wbm::plot::Figure()
                            .trace({{"type", "pie"}, {"labels", {"cat", "dog"}}, {"values", {3, 1}}})
                            .layout({{"showlegend", false}});

    wbm::Run run("run");
    run.log("loss", loss.value());
    run.log("confusion", matrix.value());
    run.log("shares", shares.value());
    const wbm::Plotly plot(loss, {.caption = "of the first run"});
    std::cout << *plot.title() << ": " << *plot.traces() << " traces, " << *plot.points() << " points\n";
    return *plot.points() == 203 ? 0 : 1;
}
