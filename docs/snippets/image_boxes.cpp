#include <wbm/media/image.hpp>
#include <wbm/wbm.hpp>

#include <fstream>
#include <iostream>

int main() {
    const std::vector<std::uint8_t> street(120 * 160 * 3, 90);
    const wbm::BoxLayer predictions{
        .boxes = {{.position = wbm::Box::Corners{.min_x = 0.1, .max_x = 0.4, .min_y = 0.2, .max_y = 0.9},
                   .class_id = 1,
                   .caption = "car 0.93",
                   .scores = {{"confidence", 0.93}}},
                  {.position = wbm::Box::Centered{.x = 80, .y = 60, .width = 30, .height = 40},
                   .class_id = 2,
                   .in_pixels = true}},
        .class_labels = {{1, "car"}, {2, "person"}}};
    const wbm::Image image(wbm::Pixels(street, {120, 160, 3}), {.boxes = {{"predictions", predictions}}});

    wbm::Run run("run");
    std::cout << run.log("street", image.value()) << "\n\n";
    run.flush();
    std::cout << wbm::json::write(run.config()) << "\n\n";

    auto artifact = wbm::Artifact::create("art");
    artifact.add(image, "street");
    artifact.finalize();
    std::cout << std::ifstream(artifact.fetch("street.image-file.json")).rdbuf() << '\n';
    return wbm::Image(artifact.get("street", wbm::default_registry())) == image ? 0 : 1;
}
