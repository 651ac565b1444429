#include <wbm/media/video.hpp>
#include <wbm/wbm.hpp>

#include <filesystem>
#include <iostream>

int main() {
    // A film that somebody else made; here one of our own.
    std::vector<std::uint8_t> samples(8 * 48 * 64);
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = static_cast<std::uint8_t>(i / (48 * 64) * 30);
    auto artifact = wbm::Artifact::create("art");
    const wbm::Video made(wbm::Pixels(samples, {8, 1, 48, 64}), {.fps = 8, .format = "mp4"});
    const auto json = made.value()->to_json(artifact);
    std::filesystem::copy_file(artifact.fetch(std::string(json.at("path").as_string())), "film.mp4");

    // The file is checked from end to end and kept byte for byte.
    const wbm::Video film("film.mp4", {.caption = "somebody's film"});
    artifact.add(film, "film");
    artifact.finalize();

    // Read back: nothing is decoded until frames are asked for.
    const wbm::Video back(artifact.get("film", wbm::default_registry()));
    std::cout << *back.caption() << ": " << back.format() << ", " << back.codec() << ' ' << back.pixel_format() << ", "
              << back.duration() << " s, " << (back.browser_plays().value_or(false) ? "plays" : back.browser_reason())
              << '\n';
    const wbm::Tensor all = back.tensor();          // 8 x 48 x 64 x 3
    const wbm::Tensor some = back.tensor(2, 3, 2);  // frames 2, 4, 6
    const wbm::Tensor last = back.frame(7);         // 48 x 64 x 3
    std::cout << all.shape()[0] << " frames, " << some.shape()[0] << " of them, one of " << last.shape()[0] << " x "
              << last.shape()[1] << '\n';

    // What a file holds, without making a value of it.
    std::cout << wbm::json::write(wbm::default_registry().probe("video-file", wbm::path("film.mp4"))) << '\n';
    return all.shape()[0] == 8 && some.shape()[0] == 3 && last.as<std::uint8_t>()[0] > 200 ? 0 : 1;
}
