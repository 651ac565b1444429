#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    wbm::Registry media;
    media.add(wbm_plugin_v1());
    wbm::ValueWriter writer = media.open_writer("signal-file");
    std::vector<float> block(256);  // one block at a time, in the same memory
    for (int t = 0; t < 10; ++t) {
        std::fill(block.begin(), block.end(), static_cast<float>(t));
        writer.add(wbm::tensor(block, {256}));
    }
    std::cout << writer.count() << " blocks\n";
    const wbm::ValuePtr signal = writer.finish();
    auto artifact = wbm::Artifact::create("art");
    artifact.add(signal, "s");
    return *artifact.get("s", media) == *signal ? 0 : 1;
}
