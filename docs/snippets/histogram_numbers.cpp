#include <wbm/media/histogram.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    std::vector<float> weights;
    for (int i = 0; i < 1000; ++i) weights.push_back(0.001F * static_cast<float>(i * i % 997));

    wbm::Run run("runs/7");
    run.log("weights", wbm::Histogram(weights));  // 64 bins, as in Python
    run.log("coarse", wbm::Histogram(weights, {.num_bins = 4}));
    run.log("by rule", wbm::Histogram(weights, {.num_bins = "auto"}));

    const wbm::Histogram between(weights, {.num_bins = std::vector<double>{0, 0.1, 0.5, 1}});
    for (std::size_t i = 0; i < between.num_bins(); ++i)
        std::cout << between.edges()[i] << " to " << between.edges()[i + 1] << ": " << between.counts()[i] << '\n';
    std::cout << between.count() << " numbers\n";
}
