#include <wbm/media/video.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    // Frames as networks have them: time, channels, height, width; 1, 3 or 4 channels. A GIF of 4 frames per second.
    std::vector<std::uint8_t> samples(10 * 3 * 48 * 64);
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = static_cast<std::uint8_t>(i / (48 * 64) * 8);
    const wbm::Video gif(wbm::Pixels(samples, {10, 3, 48, 64}));

    // Channels last, as cameras have them; H.264, which every browser plays.
    const wbm::Video mp4(wbm::Pixels(samples, {10, 48, 64, 3}),
                         {.caption = "a walk", .fps = 29.97, .format = "mp4", .layout = "THWC"});

    // Five films beside each other: they are shown in a grid of 2 rows and 4 columns.
    const wbm::Video grid(wbm::Pixels(samples, {5, 2, 3, 48, 64}), {.format = "webm"});

    // Numbers that are no bytes: 0 to 1 and -1 to 1 are stretched, or the range is said.
    std::vector<float> depth(4 * 48 * 64);
    for (std::size_t i = 0; i < depth.size(); ++i) depth[i] = 0.001F * static_cast<float>(i);
    const wbm::Video metres(wbm::Pixels(depth, {4, 1, 48, 64}), {.format = "mp4", .range = {{0, 10}}});

    for (const wbm::Video& film : {gif, mp4, grid, metres})
        std::cout << film.format() << ' ' << film.codec() << ", " << film.width() << " x " << film.height() << ", "
                  << film.frames() << " frames at " << film.fps() << " per second\n";

    auto artifact = wbm::Artifact::create("art");
    artifact.add(mp4, "walk");
    return grid.width() == 4 * 64 && grid.height() == 2 * 48 ? 0 : 1;
}
