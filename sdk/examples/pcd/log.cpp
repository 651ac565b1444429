// Logs point clouds to a run, a scan each step, and to an artifact. It knows the type's name and nothing else of the
// plugin.
#include <wbm/wbm.hpp>

#include <cmath>
#include <iostream>

int main(int, char** arguments) {
    wbm::Registry media;  // finds plugins in WBM_PLUGIN_PATH and beside libwbm
    wbm::Run run("drive");
    for (int step = 0; step < 3; ++step) {
        std::vector<float> scan;  // what a driver gives: x, y, z and the strength of the echo
        for (int i = 0; i < 360; ++i) {
            const float angle = static_cast<float>(i) * 0.0174533F;
            const bool lost = i % 90 == 0;  // a beam that hit nothing
            scan.insert(scan.end(),
                        {lost ? NAN : 4 * std::cos(angle), 4 * std::sin(angle), 0.1F * static_cast<float>(step), 0.5F});
        }
        run.log("lidar",
                media.create("pcd-file", wbm::tensor(scan, {360, 4}), {{"viewpoint", {0, 0, 1.8, 1, 0, 0, 0}}}), step);
    }
    run.flush();

    auto artifact = wbm::Artifact::create("clouds");
    artifact.add(media.create("pcd-file", wbm::path(arguments[1])), "yard");
    artifact.finalize();
    const auto yard = artifact.get("yard", media);
    const auto rings = yard->tensor({{"fields", {"ring", "intensity"}}});
    std::cout << wbm::json::write(yard->fields().at("fields")) << '\n'
              << yard->get<std::int64_t>("nan_points").value_or(0) << " of " << rings.shape()[0]
              << " beams hit nothing\n";
}
