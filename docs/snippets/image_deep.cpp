#include <wbm/media/image.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    const std::vector<std::uint16_t> depth{0, 500, 1000, 65535};
    const std::vector<float> heat{-4.5F, 0.25F, 3.F, 1e6F};
    const std::vector<float> mask{0.F, 1.F, 1.F, 0.F};

    auto artifact = wbm::Artifact::create("art");
    const auto show = [&](const char* name, const wbm::Image& image) {
        artifact.add(image, name);
        const wbm::json::object j = image.value()->to_json(artifact);
        const auto* ours = j.if_contains("_wbm");
        const wbm::Image back(artifact.get(name, wbm::default_registry()));
        std::cout << name << ": _wbm " << (ours == nullptr ? "is not needed" : wbm::json::write(*ours))
                  << "\n  back as " << back.tensor().dtype_name() << (back == image ? ", equal" : ", different")
                  << '\n';
    };
    show("depth", wbm::Image(wbm::Pixels(depth, {2, 2})));  // a PNG of 16 bits holds it
    show("mask", wbm::Image(wbm::Pixels(mask, {2, 2})));    // times 255; divided again it is the same
    show("heat", wbm::Image(wbm::Pixels(heat, {2, 2})));    // 8 bits do not hold it, so the array is kept beside them
    artifact.finalize();

    const wbm::Image back(artifact.get("heat", wbm::default_registry()));
    return back.tensor().as<float>()[3] == 1e6F && artifact.verify().empty() ? 0 : 1;
}
