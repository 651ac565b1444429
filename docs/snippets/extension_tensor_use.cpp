#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    wbm::Registry media;
    media.add(wbm_plugin_v1());
    const std::vector<float> points{0, 0, 1, 1, 2, 4};
    wbm::Tensor array = media.create("curve-file", wbm::tensor(points, {3, 2}))->tensor();
    // The value is gone, the array is not: it frees itself, or a library that speaks DLPack takes array.release().
    std::cout << array.dtype_name() << ' ' << array.shape()[0] << " x " << array.shape()[1] << '\n';
    return array.as<float>()[5] == 4 ? 0 : 1;
}
