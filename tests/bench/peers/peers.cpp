// peers FOLDER - our half of peers.py. Writes the inputs to FOLDER and prints a JSON line that lists them; then, for
// each case's name that comes on standard input, logs that case to a run again and again and prints
// {"seconds": median, "bytes": of the media file}. A log ends with the history line on disk, as an application's does.
#include <wbm/wbm.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <random>
#include <stdexcept>

#include "pictures.hpp"
#include "temp_dir.hpp"

namespace {

namespace fs = std::filesystem;
namespace json = wbm::json;
using wbm::bench::Bitmap;

constexpr double least_seconds = 1;
constexpr std::size_t least_times = 5;

struct Case {
    json::object description;              ///< "python": the expression that makes the same of "file" in wandb
    std::function<wbm::ValuePtr()> value;  ///< a new value from the input
};
using Cases = std::map<std::string, Case>;

void write_file(const fs::path& file, std::string_view bytes) {
    std::ofstream out(file, std::ios::binary);
    out << bytes;
    if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

wbm::Part part_of(const Bitmap& bitmap) {
    std::vector<std::int64_t> shape{static_cast<std::int64_t>(bitmap.height), static_cast<std::int64_t>(bitmap.width)};
    if (bitmap.channels > 1) shape.push_back(static_cast<std::int64_t>(bitmap.channels));
    return wbm::array(bitmap.samples.data(), wbm::dtype_of<std::uint8_t>(), shape);
}

void add_picture(Cases& cases, const fs::path& folder, wbm::Registry& registry, const Bitmap& bitmap) {
    const std::string size = std::to_string(bitmap.width) + "x" + std::to_string(bitmap.height);
    const fs::path samples = folder / (bitmap.name + size + ".npy");
    write_file(samples, wbm::to_npy(*part_of(bitmap).tensor()));
    cases["image, array, " + bitmap.name + " " + size] = {
        {{"file", samples.string()}, {"python", "wandb.Image(array)"}},
        [&registry, bitmap] { return registry.create("image-file", part_of(bitmap)); }};
}

void add_picture_file(Cases& cases, const fs::path& folder, wbm::Registry& registry, const Bitmap& bitmap) {
    const wbm::test::TempDir scratch;
    auto artifact = wbm::Artifact::create(scratch / "artifact");
    artifact.add(registry.create("image-file", part_of(bitmap)), "x");
    const std::string size = std::to_string(bitmap.width) + "x" + std::to_string(bitmap.height);
    const fs::path file = folder / (bitmap.name + size + ".png");
    for (const auto& entry : artifact.entries())
        if (entry.path.ends_with(".png")) fs::copy_file(artifact.fetch(entry.path), file);
    cases["image, PNG file, " + bitmap.name + " " + size] = {
        {{"file", file.string()}, {"python", "wandb.Image(file)"}},
        [&registry, file] { return registry.create("image-file", wbm::path(file)); }};
}

void add_pages(Cases& cases, const fs::path& folder, wbm::Registry& registry) {
    std::string page = "<html><head><title>a report</title></head><body>\n";
    while (page.size() < 100'000) page += "<p>A paragraph of a report, <b>with</b> some mark-up and an é.</p>\n";
    page += "</body></html>";
    const fs::path file = folder / "page.html";
    write_file(file, page);
    cases["html, text of 100 kB"] = {{{"file", file.string()}, {"python", "wandb.Html(text)"}},
                                     [&registry, page] { return registry.create("html-file", wbm::bytes(page)); }};
    cases["html, file of 100 kB"] = {{{"file", file.string()}, {"python", "wandb.Html(file, inject=False)"}},
                                     [&registry, file] {
                                         return registry.create("html-file", wbm::path(file), {{"inject", false}});
                                     }};
}

/// Adds an array: ours makes `type` of it with these options, wandb what the Python expression says.
template <class T>
void add_array(Cases& cases, const fs::path& folder, wbm::Registry& registry, const std::string& name,
               std::vector<T> numbers, std::vector<std::int64_t> shape, const std::string& type,
               const json::object& options, const std::string& python) {
    const auto part = [numbers = std::move(numbers), shape] {
        return wbm::array(numbers.data(), wbm::dtype_of<T>(), shape);
    };
    const fs::path file = folder / (name + ".npy");
    write_file(file, wbm::to_npy(*part().tensor()));
    cases[name] = {{{"file", file.string()}, {"python", python}},
                   [&registry, part, type, options] { return registry.create(type, part(), options); }};
}

std::vector<float> sound(std::size_t frames) {
    std::vector<float> samples(frames * 2);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = 0.6F * std::sin(static_cast<float>(i) * 0.031F) + 0.2F * std::sin(static_cast<float>(i) * 0.17F);
    return samples;
}

/// A gradient that moves, with a little noise: T x C x H x W.
std::vector<std::uint8_t> film(std::size_t frames, std::size_t height, std::size_t width) {
    std::vector<std::uint8_t> samples(frames * 3 * height * width);
    std::mt19937 noise(1);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::size_t t = i / (3 * height * width), y = i / width % height, x = i % width;
        samples[i] = static_cast<std::uint8_t>((x + 2 * y + 5 * t) / 4 + noise() % 4);
    }
    return samples;
}

std::vector<double> cloud(std::size_t points) {
    std::vector<double> numbers(points * 6);
    std::mt19937_64 random(1);
    for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = i % 6 < 3 ? std::uniform_real_distribution<double>(-50, 50)(random) : double(random() % 256);
    return numbers;
}

void add_media(Cases& cases, const fs::path& folder, wbm::Registry& registry) {
    add_array(cases, folder, registry, "audio, array, 10 s stereo", sound(441'000), {441'000, 2}, "audio-file",
              {{"sample_rate", 44'100}}, "wandb.Audio(array, sample_rate=44100)");
    add_array(cases, folder, registry, "video, array to mp4, 100 frames of 640x480", film(100, 480, 640),
              {100, 3, 480, 640}, "video-file", {{"format", "mp4"}, {"fps", 30}},
              "wandb.Video(array, format='mp4', fps=30)");
    add_array(cases, folder, registry, "video, array to gif, 30 frames of 320x240", film(30, 240, 320),
              {30, 3, 240, 320}, "video-file", {{"format", "gif"}, {"fps", 10}},
              "wandb.Video(array, format='gif', fps=10)");
    add_array(cases, folder, registry, "object3d, 100,000 points of 6 doubles", cloud(100'000), {100'000, 6},
              "object3D-file", {}, "wandb.Object3D(array)");
    cases["molecule, caffeine from SMILES"] = {
        {{"file", ""}, {"python", "wandb.Molecule.from_smiles('CN1C=NC2=C1C(=O)N(C(=O)N2C)C')"}}, [&registry] {
            return registry.create("molecule-file", wbm::bytes(std::string_view("CN1C=NC2=C1C(=O)N(C(=O)N2C)C")),
                                   {{"from", "smiles"}});
        }};
}

Cases make_cases(const fs::path& folder, wbm::Registry& registry) {
    constexpr std::size_t sizes[][2] = {{64, 64}, {512, 512}, {1920, 1080}};
    Cases cases;
    for (const auto& [width, height] : sizes) {
        const Bitmap photo = wbm::bench::photo(wbm::bench::photo_styles[0], width, height);
        add_picture(cases, folder, registry, photo);
        add_picture(cases, folder, registry, wbm::bench::screenshot(width, height));
        add_picture(cases, folder, registry, wbm::bench::mask(width, height));
        add_picture_file(cases, folder, registry, photo);
    }
    add_pages(cases, folder, registry);
    add_media(cases, folder, registry);
    return cases;
}

json::object time(const Case& one) {
    const wbm::test::TempDir folder;
    wbm::Run run(folder / "run");
    std::vector<double> times;
    double sum = 0;
    std::string text;
    while (times.size() < least_times || sum < least_seconds) {
        const auto start = std::chrono::steady_clock::now();
        text = run.log("value", one.value(), static_cast<std::int64_t>(times.size()));
        run.flush();
        times.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        sum += times.back();
    }
    std::sort(times.begin(), times.end());
    return {{"seconds", times[times.size() / 2]}, {"bytes", json::read_object(text).at("size")}};
}

void serve(const fs::path& folder) {
    wbm::RegistryOptions options;
    options.directories = {WBM_PLUGINS};
    options.search_standard_places = false;
    options.use_cache = false;
    wbm::Registry registry(options);
    const Cases cases = make_cases(folder, registry);
    json::object list;
    for (const auto& [name, one] : cases) list[name] = one.description;
    std::cout << json::write(list) << std::endl;
    for (std::string name; std::getline(std::cin, name);) std::cout << json::write(time(cases.at(name))) << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: peers FOLDER\n";
        return 2;
    }
    try {
        serve(fs::absolute(argv[1]));
    } catch (const std::exception& e) {
        std::cerr << "peers: " << e.what() << '\n';
        return 1;
    }
}
