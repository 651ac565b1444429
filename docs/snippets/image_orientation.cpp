#include <wbm/media/image.hpp>
#include <wbm/wbm.hpp>

#include <fstream>
#include <iostream>
#include <string_view>

int main() {
    // A camera stores 64 x 48 and notes in Exif "turn it by 90 degrees" (orientation 6).
    using namespace std::string_view_literals;
    constexpr auto exif =
        "\xff\xe1\0\x22"  // APP1, 34 bytes
        "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"sv;
    const std::vector<std::uint8_t> samples(48 * 64 * 3, 120);
    auto artifact = wbm::Artifact::create("art");
    const wbm::Image photo(wbm::Pixels(samples, {48, 64, 3}), {.file_type = "jpg"});
    const std::string path(photo.value()->to_json(artifact)["path"].as_string());
    std::ifstream in(artifact.fetch(path), std::ios::binary);
    std::string jpeg{std::istreambuf_iterator<char>(in), {}};
    jpeg.insert(2, exif);

    const wbm::Image turned(wbm::bytes(jpeg));
    std::cout << "shown as " << turned.width() << " x " << turned.height() << '\n';
    return turned.width() == 48 && turned.tensor().shape()[0] == 64 ? 0 : 1;
}
