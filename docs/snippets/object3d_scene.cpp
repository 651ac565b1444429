#include <wbm/media/object3d.hpp>

#include <cmath>
#include <iostream>

int main() {
    const std::vector<double> points{0, 0, 0, 1, 5, 2, 0, 2, 5, 3, 1, 3};  // x, y, z and a category
    const double half = std::atan(1.0) / 2;                                // of 45 degrees
    const auto object = wbm::Object3D::from_scene({
        .points = wbm::tensor(points, {3, 4}),
        .boxes = {wbm::Box3D{.center = {5, 2, 0.5},
                             .size = {4, 2, 1.5},
                             .orientation = {std::cos(half), 0, 0, -std::sin(half)},  // to the right, about z
                             .color = {0, 255, 0},
                             .label = "car",
                             .score = 0.93},
                  wbm::CornerBox{
                      .corners =
                          {{{0, 0, 0}, {0, 0, 1}, {0, 1, 0}, {0, 1, 1}, {1, 0, 0}, {1, 0, 1}, {1, 1, 0}, {1, 1, 1}}},
                      .label = "crate"}},
        .vectors = {{.start = {5, 2, 0.5}, .end = {8, 5, 0.5}}},
    });
    std::cout << *object.point_count() << " points, " << *object.box_count() << " boxes\n"
              << wbm::json::write(object.value()->fields().at("oriented_boxes")) << '\n';
}
