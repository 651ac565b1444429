#include <wbm/media/object3d.hpp>

#include <iostream>

int main() {
    const std::vector<double> vertices{0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1};
    const std::vector<std::int32_t> faces{0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3};
    const std::vector<std::uint8_t> colors{255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255};
    const auto mesh = wbm::Object3D::from_mesh(wbm::tensor(vertices, {4, 3}), wbm::tensor(faces, {4, 3}),
                                               wbm::tensor(colors, {4, 3}), {.caption = "a tetrahedron"});

    const wbm::Tensor back = mesh.vertices();  // float64, as they were given
    std::cout << mesh.format() << ": " << *mesh.vertex_count() << " vertices, " << *mesh.face_count() << " faces, "
              << back.dtype_name() << '\n';
}
