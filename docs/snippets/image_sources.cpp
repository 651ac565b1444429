#include <wbm/media/image.hpp>
#include <wbm/wbm.hpp>

#include <fstream>
#include <iostream>

int main() {
    // A range of numbers with its shape: H x W, H x W x 3 or H x W x 4.
    std::vector<std::uint8_t> samples(48 * 64 * 3, 200);
    const wbm::Image frame(wbm::Pixels(samples, {48, 64, 3}));

    // A view with strides in elements: here every second column of every second row, nothing is copied.
    constexpr DLDataType u8 = wbm::dtype_of<std::uint8_t>();
    const wbm::Image half(wbm::Pixels(samples.data(), u8, {24, 32, 3}, {2 * 64 * 3, 2 * 3, 1}));

    // Channels first, as networks have them.
    const wbm::Image planes(wbm::Pixels(samples, {3, 48, 64}), {.layout = "CHW"});

    // Any array that speaks DLPack; here the one of another value.
    const wbm::Tensor tensor = frame.tensor();
    const wbm::Image again(tensor.dl());

    // A file, kept byte for byte; its bytes; a place that nothing is fetched from; and another image.
    auto artifact = wbm::Artifact::create("art");
    artifact.add(frame, "frame");
    const std::filesystem::path png = artifact.fetch(std::string(frame.value()->to_json(artifact)["path"].as_string()));
    std::filesystem::copy_file(png, "cat.png");
    const wbm::Image file("cat.png", {.caption = "a cat"});

    std::ifstream in("cat.png", std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(in), {}};
    const wbm::Image received(wbm::bytes(content));

    const wbm::Image remote(wbm::url("https://example.com/cat.jpg"));
    const wbm::Image renamed(file, {.caption = "the same cat"});

    for (const wbm::Image& image : {frame, half, planes, again, file, received, remote, renamed})
        std::cout << image.width() << " x " << image.height() << ' ' << image.format() << ' '
                  << image.caption().value_or("(no caption)") << '\n';
    return frame == again && file != renamed ? 0 : 1;
}
