#include <wbm/media/object3d.hpp>
#include <wbm/wbm.hpp>

#include <cmath>
#include <iostream>

int main() {
    // x, y, z, red, green, blue of each point. N x 3 and N x 4 (and a category) work as well, in any number type.
    std::vector<float> spiral;
    for (int i = 0; i < 1000; ++i) {
        const float angle = 0.05F * static_cast<float>(i);
        spiral.insert(spiral.end(), {std::cos(angle), std::sin(angle), 0.01F * angle, 255, 128, 0});
    }
    const auto object = wbm::Object3D::from_points(wbm::tensor(spiral, {1000, 6}), {.caption = "a spiral"});

    wbm::Run run("runs/7");
    run.log("spiral", object);
    wbm::Artifact artifact = wbm::Artifact::create("art");
    artifact.add(object, "spiral");

    const wbm::Object3D back(artifact.get("spiral", wbm::default_registry()));
    const auto bounds = *back.bounds();
    std::cout << *back.point_count() << " points of " << back.points().dtype_name() << ", z from " << bounds.min[2]
              << " to " << bounds.max[2] << ", \"" << *back.caption() << "\"\n";
    return back == object ? 0 : 1;
}
