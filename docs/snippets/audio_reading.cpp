#include <wbm/media/audio.hpp>
#include <wbm/wbm.hpp>

#include <cmath>
#include <iostream>

int main() {
    std::vector<std::int16_t> samples(16000);
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = static_cast<std::int16_t>(i);
    auto artifact = wbm::Artifact::create("art");
    artifact.add(wbm::Audio(wbm::Samples(samples), {.sample_rate = 16000, .caption = "a ramp", .file_type = "flac"}),
                 "ramp");
    artifact.finalize();

    const wbm::Audio audio(artifact.get("ramp", wbm::default_registry()));
    std::cout << audio.caption().value() << ": " << audio.duration() << " s of " << audio.subtype() << " in "
              << audio.format() << '\n';
    const std::vector<std::int16_t> all = audio.samples<std::int16_t>();  // as stored
    const std::vector<float> part = audio.samples<float>(8000, 4);        // four frames from the middle, -1 to 1
    const wbm::Tensor tensor = audio.tensor();                            // for a library that speaks DLPack
    std::cout << tensor.dtype_name() << " [" << tensor.shape()[0] << "], " << part[0] * 32768 << '\n';
    return all == samples && part.size() == 4 && std::lround(part[3] * 32768) == 8003 ? 0 : 1;
}
