#include <wbm/media/audio.hpp>
#include <wbm/wbm.hpp>

#include <cmath>
#include <fstream>
#include <iostream>

int main() {
    // N samples are one channel, N x C are C channels. Fractions are of full scale, -1 to 1.
    std::vector<float> tone(8000);
    for (std::size_t i = 0; i < tone.size(); ++i) tone[i] = 0.5F * std::sin(static_cast<float>(i) * 0.345F);
    const wbm::Audio mono(wbm::Samples(tone), {.sample_rate = 8000, .caption = "a tone"});
    const wbm::Audio stereo(wbm::Samples(tone, {4000, 2}), {.sample_rate = 8000});

    // Channels first, as many tensors have them, only when you say so: guessing would make 4000 channels of it.
    const wbm::Audio planes(wbm::Samples(tone, {2, 4000}), {.sample_rate = 8000, .layout = "CN"});

    // A view with strides in elements: every second sample, nothing is copied before the file is made.
    const wbm::Audio half(wbm::Samples(tone.data(), wbm::dtype_of<float>(), {4000}, {2}), {.sample_rate = 4000});

    // A file, kept byte for byte; its bytes; a place that nothing is fetched from; and another audio.
    auto artifact = wbm::Artifact::create("art");
    artifact.add(mono, "tone");
    const std::filesystem::path wav = artifact.fetch(std::string(mono.value()->to_json(artifact)["path"].as_string()));
    std::filesystem::copy_file(wav, "tone.wav");
    const wbm::Audio file("tone.wav", {.caption = "a tone"});

    std::ifstream in("tone.wav", std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(in), {}};
    const wbm::Audio received(wbm::bytes(content));

    const wbm::Audio remote(wbm::url("s3://bucket/bell.flac"));
    const wbm::Audio renamed(file, {.caption = "the same tone"});

    for (const wbm::Audio& audio : {mono, stereo, planes, half, file, received, remote, renamed})
        std::cout << audio.channels() << " x " << audio.duration() << " s at " << audio.sample_rate() << ' '
                  << audio.caption().value_or("(no caption)") << '\n';
    return mono == file && file != renamed ? 0 : 1;
}
