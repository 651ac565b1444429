#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    std::vector<std::uint8_t> pixels(48 * 64 * 3, 200);
    wbm::Registry media;  // finds the plugins, opens none
    auto artifact = wbm::Artifact::create("frames");
    artifact.add(media.create("image-file", wbm::tensor(pixels, {48, 64, 3}), {{"caption", "grey"}}), "frame");
    artifact.finalize();  // writes wandb_manifest.json

    auto value = artifact.get("frame", media);  // a wbm::WBValue, its type chosen by the name
    std::cout << wbm::json::write(value->fields()) << '\n' << value->tensor().shape()[0] << " rows of pixels\n";
}
