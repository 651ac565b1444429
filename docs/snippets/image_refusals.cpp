#include <wbm/media/image.hpp>

#include <iostream>

int main() {
    const std::vector<float> batch(2 * 8 * 8 * 3);
    const std::vector<std::uint8_t> gray(8 * 8);
    int refused = 0;
    const auto refusal = [&](const auto& make) {
        try {
            (void)make();
        } catch (const wbm::MediaError& e) {
            std::cout << wbm::to_string(e.status()) << ": " << e.what() << '\n';
            ++refused;
        }
    };
    refusal([&] { return wbm::Image(wbm::Pixels(batch, {2, 8, 8, 3})); });
    refusal([&] { return wbm::Image(wbm::Pixels(gray, {8, 9})); });
    refusal([&] { return wbm::Image(wbm::Pixels(gray, {8, 8}), {.quality = 90}); });
    refusal([&] { return wbm::Image(wbm::Pixels(gray, {8, 8}), {.mode = "CMYK"}); });
    refusal([&] { return wbm::Image("no such file.png"); });
    refusal([&] { return wbm::Image(wbm::bytes("GIF89a, but not really")); });
    refusal([&] { return wbm::Image(wbm::url("https://example.com/cat.jpg")).tensor(); });
    return refused == 7 ? 0 : 1;
}
