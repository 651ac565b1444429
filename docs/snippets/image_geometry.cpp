#include <wbm/media/image.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    const std::vector<std::uint8_t> scene(64 * 64, 30);
    const wbm::ShapeLayer shapes{
        .polygons = {{.points = {{0.1, 0.1}, {0.5, 0.2}, {0.3, 0.6}}, .class_id = 1}},
        .keypoints = {{.points = {{10, 12}, {20, 12}, {15, 40}},
                       .skeleton = {{0, 2}, {1, 2}},
                       .class_id = 2,
                       .in_pixels = true}},
        .rotated_boxes = {{.center = {0.5, 0.5}, .width = 0.4, .height = 0.2, .angle = 90, .class_id = 1}},
        .class_labels = {{1, "roof"}, {2, "person"}}};
    const wbm::Image image(wbm::Pixels(scene, {64, 64}), {.geometry = {{"survey", shapes}}});

    auto artifact = wbm::Artifact::create("art");
    artifact.add(image, "scene");
    const wbm::json::object j = image.value()->to_json(artifact);  // as it was stored
    artifact.finalize();
    std::cout << "shown: " << wbm::json::write(j.at("boxes").at("survey").at(2).at("position")) << '\n'
              << "kept:  " << wbm::json::write(j.at("_wbm").at("geometry").at("survey").at("rotated_boxes")) << '\n';
    return wbm::Image(artifact.get("scene", wbm::default_registry())) == image ? 0 : 1;
}
