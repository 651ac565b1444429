// Logs volumes to an artifact and reads one back. It knows the type's name and nothing else of the plugin.
#include <wbm/wbm.hpp>

#include <algorithm>
#include <iostream>

int main(int, char** arguments) {
    wbm::Registry media;  // finds plugins in WBM_PLUGIN_PATH and beside libwbm
    auto artifact = wbm::Artifact::create("volumes");
    artifact.add(media.create("nifti-file", wbm::path(arguments[1]), {{"caption", "before"}}), "scan");

    // What a model has just computed: probabilities, x by y by z.
    const std::vector<float> probabilities(16 * 16 * 8, 0.25F);
    artifact.add(media.create("nifti-file", wbm::tensor(probabilities, {16, 16, 8}),
                              {{"spacing", {1.5, 1.5, 3}}, {"orientation", "RAS"}}),
                 "lesion");
    artifact.finalize();

    const auto scan = artifact.get("scan", media);
    const auto slice = scan->tensor({{"slice", {{"axis", 2}, {"index", 20}}}});
    const auto voxels = slice.as<std::int16_t>();
    std::cout << wbm::json::write(scan->fields().at("size_mm")) << " mm, "
              << scan->get<std::string>("orientation").value_or("?") << "\nslice 20: " << slice.shape()[0] << " x "
              << slice.shape()[1] << ", the brightest voxel is " << *std::max_element(voxels.begin(), voxels.end())
              << '\n';
}
