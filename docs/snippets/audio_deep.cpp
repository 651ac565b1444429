#include <wbm/media/audio.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    const std::vector<float> loud{0.1F, -1.75F, 0.5F, 1e-7F};

    // 16 bits, clipped with a warning; the numbers themselves are kept beside it.
    const wbm::Audio kept(wbm::Samples(loud), {.sample_rate = 8000, .keep_original = true});
    // Or one file of floats that holds them all.
    const wbm::Audio whole(wbm::Samples(loud), {.sample_rate = 8000, .subtype = "FLOAT"});

    auto artifact = wbm::Artifact::create("art");
    artifact.add(kept, "kept");
    artifact.add(whole, "whole");
    std::cout << wbm::json::write(kept.value()->to_json(artifact).at("_wbm")) << '\n';
    artifact.finalize();

    const wbm::Audio back(artifact.get("kept", wbm::default_registry()));
    const wbm::Audio too(artifact.get("whole", wbm::default_registry()));
    const wbm::Tensor stored = back.value()->tensor({{"stored", true}});
    std::cout << "the player hears " << stored.as<std::int16_t>()[1] << ", you get " << back.samples<float>()[1]
              << '\n';
    return back.samples<float>() == loud && too.samples<float>() == loud && back == kept ? 0 : 1;
}
