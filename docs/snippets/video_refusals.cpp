#include <wbm/media/video.hpp>

#include <fstream>
#include <iostream>

static int refused = 0;

template <class Source>
static void make(const Source& source, const wbm::VideoOptions& options = {}) {
    try {
        (void)wbm::Video(source, options);
    } catch (const wbm::MediaError& e) {
        std::cout << wbm::to_string(e.status()) << ": " << e.what() << '\n';
        ++refused;
    }
}

int main() {
    const std::vector<std::uint8_t> samples(2 * 8 * 8 * 3);
    make(wbm::Pixels(samples, {2, 8, 8, 3}));
    make(wbm::Pixels(samples, {16, 24}));
    make(wbm::Pixels(samples, {2, 3, 8, 8}), {.fps = 120});
    make(wbm::Pixels(samples, {2, 3, 8, 8}), {.format = "avi"});
    make("no such film.mp4");
    std::ofstream("notes.mp4") << "these are only notes";
    make("notes.mp4");
    make(wbm::bytes("GIF89a, but not really"));
    return refused == 7 ? 0 : 1;
}
