#include <wbm/media/image.hpp>
#include <wbm/wbm.hpp>

#include <iostream>
#include <string_view>

int main() {
    // An animation of two frames, 2 x 1 pixels: red and blue, then green and blue.
    using namespace std::string_view_literals;
    constexpr auto gif =
        "GIF89a\x02\0\x01\0\xf1\0\0\xff\0\0\0\0\xff\0\xff\0\0\0\0"
        "\x21\xf9\x04\0\x0a\0\0\0\x2c\0\0\0\0\x02\0\x01\0\0\x02\x02\x44\x0a\0"
        "\x21\xf9\x04\0\x0a\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x54\x01\0;"sv;
    auto artifact = wbm::Artifact::create("art");
    artifact.add(wbm::Image(wbm::bytes(gif), {.caption = "blink"}), "blink");
    artifact.finalize();

    const wbm::Image image(artifact.get("blink", wbm::default_registry()));
    std::cout << image.width() << " x " << image.height() << ' ' << image.format() << ' ' << *image.caption() << '\n';

    const wbm::Tensor pixels = image.tensor();        // palettes come as colours: 1 x 2 x 3
    const wbm::Tensor lab = image.tensor("LAB");      // any mode that Pillow has
    const wbm::Tensor next = image.tensor("RGB", 1);  // the second frame, drawn over the first
    std::cout << pixels.dtype_name() << ' ' << pixels.shape().size() << " axes; L of red is "
              << int(lab.as<std::uint8_t>()[0]) << "; green of frame 1 is " << int(next.as<std::uint8_t>()[1]) << '\n';
    return int(pixels.as<std::uint8_t>()[0]) == 255 && int(next.as<std::uint8_t>()[1]) == 255 ? 0 : 1;
}
