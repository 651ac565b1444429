#include <wbm/media/audio.hpp>

#include <iostream>

int main() {
    const std::vector<double> samples(48000, 0.25);
    const wbm::Samples all(samples);
    const std::vector<wbm::AudioOptions> ways{
        {.sample_rate = 48000},                                            // WAV, 16 bits: what W&B's own client writes
        {.sample_rate = 48000, .subtype = "PCM_24"},                       // WAV, 24 bits
        {.sample_rate = 48000, .subtype = "FLOAT"},                        // WAV, 32-bit floats, nothing is clipped
        {.sample_rate = 48000, .file_type = "flac", .subtype = "PCM_24"},  // half the size, nothing is lost
        {.sample_rate = 48000, .file_type = "ogg"},                        // Vorbis
        {.sample_rate = 48000, .file_type = "opus"},
        {.sample_rate = 48000, .file_type = "mp3"},
    };
    for (const wbm::AudioOptions& options : ways) {
        const wbm::Audio audio(all, options);
        std::cout << audio.format() << ' ' << audio.subtype() << ": " << audio.frames() << " frames\n";
        if (audio.frames() != 48000) return 1;
    }
    return 0;
}
