#include <wbm/media/object3d.hpp>

#include <cmath>
#include <iostream>

static int refused = 0;

template <class Make>
static void make(const Make& object) {
    try {
        (void)object();
    } catch (const wbm::MediaError& e) {
        std::cout << wbm::to_string(e.status()) << ": " << e.what() << '\n';
        ++refused;
    }
}

int main() {
    const std::vector<double> numbers{0, 0, 0, 1, 1, std::nan("")};
    const std::vector<std::int32_t> faces{0, 1, 7};
    make([&] { return wbm::Object3D::from_points(wbm::tensor(numbers, {3, 2})); });
    make([&] { return wbm::Object3D::from_points(wbm::tensor(numbers, {2, 3})); });
    make([&] {
        return wbm::Object3D::from_mesh(wbm::array(numbers.data(), wbm::dtype_of<double>(), {1, 3}),
                                        wbm::tensor(faces, {1, 3}));
    });
    make([&] { return wbm::Object3D::from_file(wbm::bytes("v 0 0 0\nf 1 2 3\n")); });
    make([&] { return wbm::Object3D::from_file("no such file.glb"); });
    return refused == 5 ? 0 : 1;
}
