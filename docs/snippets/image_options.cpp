#include <wbm/media/image.hpp>

#include <iostream>

int main() {
    std::vector<std::uint8_t> rgb(32 * 32 * 3);
    for (std::size_t i = 0; i < rgb.size(); ++i) rgb[i] = static_cast<std::uint8_t>(i % 251);
    const wbm::Pixels pixels(rgb, {32, 32, 3});
    std::vector<float> depth(32 * 32);
    for (std::size_t i = 0; i < depth.size(); ++i) depth[i] = 0.01F * static_cast<float>(i);
    const wbm::Pixels metres(depth, {32, 32});

    const std::pair<const char*, wbm::Image> images[] = {
        {"said of it", wbm::Image(pixels, {.caption = "a cat", .grouping = 3})},
        {"jpg, quality 75", wbm::Image(pixels, {.file_type = "jpg"})},
        {"jpg, quality 95", wbm::Image(pixels, {.file_type = "jpg", .quality = 95})},
        {"webp, lossless", wbm::Image(pixels, {.file_type = "webp"})},
        {"webp, quality 80", wbm::Image(pixels, {.file_type = "webp", .quality = 80})},
        {"gif, 256 colours", wbm::Image(pixels, {.file_type = "gif"})},
        {"gray", wbm::Image(pixels, {.mode = "L"})},
        {"ink", wbm::Image(pixels, {.file_type = "jpg", .mode = "CMYK"})},
        {"0 to 5 m", wbm::Image(metres, {.window = {{0, 5}}})},
        {"in colours", wbm::Image(metres, {.window = {{0, 5}}, .colormap = "viridis"})},
        {"numbers as bytes", wbm::Image(metres, {.normalize = false})},
        {"the picture alone", wbm::Image(metres, {.keep_original = false})},
    };
    for (const auto& [what, image] : images)
        std::cout << what << ": " << image.format() << ", " << image.value()->get<int>("size").value_or(0)
                  << " bytes, reads back as " << image.tensor().dtype_name() << '\n';
    // The depth in metres is still there, though the picture has 8 bits.
    return images[9].second.tensor().as<float>()[500] == depth[500] ? 0 : 1;
}
