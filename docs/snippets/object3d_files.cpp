#include <wbm/media/object3d.hpp>

#include <fstream>
#include <iostream>

int main() {
    std::ofstream("TRIANGLE.OBJ") << "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n";
    const auto obj = wbm::Object3D::from_file("TRIANGLE.OBJ");  // kept byte for byte

    std::ofstream("scan.ply") << "ply\nformat ascii 1.0\nelement vertex 2\nproperty float x\nproperty float y\n"
                                 "property float z\nend_header\n0 0 0\n1 2 3\n";
    const auto ply = wbm::Object3D::from_file("scan.ply");  // kept as .glb, with the original beside it

    for (const wbm::Object3D& object : {obj, ply})
        std::cout << object.format() << ": " << *object.vertex_count() << " vertices, " << *object.face_count()
                  << " faces\n";
    // What a file holds, without making a value of it.
    std::cout << wbm::json::write(wbm::default_registry().probe("object3D-file", wbm::path("scan.ply"))) << '\n';
}
