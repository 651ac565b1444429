#include <wbm/media/image.hpp>

#include <iostream>

static int refused = 0;

template <class Source>
static void make(const Source& source, const wbm::ImageOptions& options = {}) {
    try {
        (void)wbm::Image(source, options).tensor();
    } catch (const wbm::MediaError& e) {
        std::cout << wbm::to_string(e.status()) << ": " << e.what() << '\n';
        ++refused;
    }
}

int main() {
    const std::vector<float> batch(2 * 8 * 8 * 3);
    const std::vector<std::uint8_t> gray(8 * 8);
    make(wbm::Pixels(batch, {2, 8, 8, 3}));
    make(wbm::Pixels(gray, {8, 8}), {.quality = 90});
    make(wbm::Pixels(gray, {8, 8}), {.mode = "CMYK"});
    make("no such file.png");
    make(wbm::bytes("GIF89a, but not really"));
    make(wbm::url("https://example.com/cat.jpg"));  // made, but it has no pixels here
    return refused == 6 ? 0 : 1;
}
