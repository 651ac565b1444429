// interop_facade OUT: what an application writes with the typed facade, for Python to read. Makes OUT/artifact, OUT/run
// and OUT/expected.json, which says of each value what a reader has to find. Pixel (y, x, c) is pattern(y, x, c) there.
#include <wbm/media/image.hpp>
#include <wbm/wbm.hpp>

#include <fstream>
#include <iostream>

namespace {

namespace json = wbm::json;

constexpr std::size_t height = 12;
constexpr std::size_t width = 17;

constexpr unsigned pattern(std::size_t y, std::size_t x, std::size_t c) {
    return static_cast<unsigned>((y * 31 + x * 7 + c * 50) % 251);
}

std::vector<std::uint8_t> picture() {
    std::vector<std::uint8_t> samples;
    for (std::size_t y = 0; y < height; ++y)
        for (std::size_t x = 0; x < width; ++x)
            for (std::size_t c = 0; c < 3; ++c) samples.push_back(static_cast<std::uint8_t>(pattern(y, x, c)));
    return samples;
}

std::vector<std::uint8_t> class_ids() {
    std::vector<std::uint8_t> ids;
    for (std::size_t y = 0; y < height; ++y)
        for (std::size_t x = 0; x < width; ++x) ids.push_back(static_cast<std::uint8_t>((x + y) % 3));
    return ids;
}

wbm::ImageOptions everything(const std::vector<std::uint8_t>& ids) {
    wbm::ImageOptions options;
    options.caption = "a cat, \"café\"";
    options.grouping = 4;
    const wbm::ClassLabels labels{{0, "ground"}, {1, "cat"}, {2, "café"}};
    wbm::Box corners{wbm::Box::Corners{.min_x = 0.1, .max_x = 0.5, .min_y = 0.25, .max_y = 0.75}};
    corners.class_id = 1;
    corners.caption = "left";
    corners.scores = {{"score", 0.5}, {"area", 3.0}};
    wbm::Box centered{wbm::Box::Centered{.x = 8, .y = 6, .width = 4, .height = 3}};
    centered.class_id = 2;
    centered.in_pixels = true;
    options.boxes["predictions"] = {{corners, centered}, labels};
    options.masks.insert({"ground truth", {wbm::Pixels(ids, {height, width}), labels}});
    return options;
}

void write_all(const std::filesystem::path& out) {
    const auto samples = picture();
    const auto ids = class_ids();
    wbm::Registry registry({.directories = {WBM_PLUGINS}, .search_standard_places = false, .use_cache = false});
    const wbm::Image plain(wbm::Pixels(samples, {height, width, 3}), {.caption = "plain"}, registry);
    const wbm::Image full(wbm::Pixels(samples, {height, width, 3}), everything(ids), registry);
    const wbm::Image lossy(wbm::Pixels(samples, {height, width, 3}), {.file_type = "jpg", .quality = 90}, registry);
    const std::vector<wbm::ValuePtr> list{plain, full};

    auto artifact = wbm::Artifact::create(out / "artifact", {.name = "facade", .type = "dataset"});
    artifact.add(plain, "plain");
    artifact.add(full, "full");
    artifact.add(lossy, "lossy");
    artifact.add(registry.create("html-file", wbm::bytes("<h1>é</h1>")), "page");
    artifact.finalize();

    wbm::Run run(out / "run");
    run.log("plain", plain.value(), 0);
    run.log("full", full.value(), 1);
    run.log("list", list, 2);
    run.flush();

    const json::object box1{{"minX", 0.1}, {"maxX", 0.5}, {"minY", 0.25}, {"maxY", 0.75}};
    const json::object expected{
        {"height", height},
        {"width", width},
        {"plain", json::object{{"caption", *plain.caption()}}},
        {"full", json::object{{"caption", *full.caption()},
                              {"grouping", *full.grouping()},
                              {"first_box", box1},
                              {"labels", json::object{{"0", "ground"}, {"1", "cat"}, {"2", "café"}}}}},
        {"lossy", json::object{{"format", lossy.format()}}},
        {"digest", artifact.digest()},
    };
    std::ofstream(out / "expected.json", std::ios::binary) << json::write(expected);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: interop_facade OUT\n";
        return 2;
    }
    try {
        write_all(std::filesystem::absolute(argv[1]));
    } catch (const std::exception& e) {
        std::cerr << "interop_facade: " << e.what() << '\n';
        return 1;
    }
}
