#include <wbm/media/video.hpp>

#include <iostream>

int main() {
    // Frame by frame: only one is in memory, beside the encoded film.
    wbm::VideoWriter writer({.caption = "a simulation", .fps = 30, .format = "mp4"});
    std::vector<std::uint8_t> frame(48 * 64 * 3);
    for (int t = 0; t < 60; ++t) {
        for (std::size_t i = 0; i < frame.size(); ++i) frame[i] = static_cast<std::uint8_t>(i / 192 + 2 * t);
        writer.add(wbm::Pixels(frame, {48, 64, 3}));
    }
    const wbm::Video film = writer.finish();
    std::cout << film.frames() << " frames, " << film.duration() << " seconds\n";

    // An array that takes its time: progress is called after each frame.
    std::vector<std::uint8_t> samples(20 * 3 * 48 * 64);
    std::uint64_t last = 0;
    const wbm::Video watched(wbm::Pixels(samples, {20, 3, 48, 64}),
                             {.format = "webm", .progress = [&](std::uint64_t done, std::uint64_t total) {
                                  if (done % 5 == 0) std::cout << done << " of " << total << '\n';
                                  last = done;
                              }});
    return film.frames() == 60 && last == 20 ? 0 : 1;
}
