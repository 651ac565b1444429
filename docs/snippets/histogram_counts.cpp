#include <wbm/media/histogram.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    // Counted by the program itself.
    const std::vector<int> counts{12, 30, 7};
    const std::vector<double> edges{0, 10, 20, 30};
    const auto histogram = wbm::Histogram::from_counts(counts, edges);
    const auto packed = wbm::Histogram::from_counts(counts, edges, true);

    wbm::Run run("runs/7");
    std::cout << run.log("plain", histogram) << '\n' << run.log("packed", packed) << '\n';

    wbm::Artifact artifact = wbm::Artifact::create("art");
    artifact.add(histogram, "ages");
    const wbm::Histogram back(artifact.get("ages", wbm::default_registry()));
    return back == histogram && back == packed ? 0 : 1;
}
