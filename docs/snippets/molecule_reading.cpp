#include <wbm/media/molecule.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    const wbm::Molecule path = wbm::Molecule::from_bytes("2\nstart\nH 0 0 0\nH 0 0 0.74\n2\nend\nH 0 0 0\nH 0 0 2.5\n",
                                                         "xyz", {.caption = "it breaks"});
    auto artifact = wbm::Artifact::create("art");
    artifact.add(path, "path");
    artifact.finalize();

    const wbm::Molecule read(artifact.get("path", wbm::default_registry()));
    std::cout << wbm::json::write(read.value()->fields()) << '\n';
    double last = 0;
    for (std::uint64_t model = 0; model < *read.models(); ++model) {
        const wbm::Tensor positions = read.tensor(model);  // N x 3, in angstrom
        last = positions.as<double>()[5];
        std::cout << "model " << model << ": " << positions.shape()[0] << " atoms, the second at z = " << last << '\n';
    }
    return last == 2.5 && read == path ? 0 : 1;
}
