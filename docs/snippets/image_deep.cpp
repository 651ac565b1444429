#include <wbm/media/image.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

static bool comes_back(wbm::Artifact& artifact, const char* name, const wbm::Image& image) {
    artifact.add(image, name);
    const wbm::json::object j = image.value()->to_json(artifact);
    std::cout << name << ": " << (j.contains("_wbm") ? wbm::json::write(j.at("_wbm")) : "the file says it all") << '\n';
    const wbm::Image back(artifact.get(name, wbm::default_registry()));
    return back == image && back.tensor().dtype_name() == image.tensor().dtype_name();
}

int main() {
    const std::vector<std::uint16_t> depth{0, 500, 1000, 65535};
    const std::vector<float> mask{0.F, 1.F, 1.F, 0.F};
    const std::vector<float> heat{-4.5F, 0.25F, 3.F, 1e6F};

    auto artifact = wbm::Artifact::create("art");
    const bool same =
        comes_back(artifact, "depth", wbm::Image(wbm::Pixels(depth, {2, 2}))) &&  // a PNG of 16 bits holds it
        comes_back(artifact, "mask", wbm::Image(wbm::Pixels(mask, {2, 2}))) &&    // times 255, and divided again
        comes_back(artifact, "heat", wbm::Image(wbm::Pixels(heat, {2, 2})));      // kept beside the 8 bits
    artifact.finalize();

    const wbm::Image back(artifact.get("heat", wbm::default_registry()));
    return same && back.tensor().as<float>()[3] == 1e6F && artifact.verify().empty() ? 0 : 1;
}
