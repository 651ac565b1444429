// peers FOLDER - our half of peers.py. Writes the inputs to FOLDER and prints a JSON line that lists them; then, for
// each case's name that comes on standard input, logs that case to a run again and again and prints
// {"seconds": median, "bytes": of the media file}. A log ends with the history line on disk, as an application's does.
#include <wbm/wbm.hpp>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
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
    json::object description;              ///< what peers.py needs to do the same
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
    const fs::path samples = folder / (bitmap.name + size + ".samples");
    write_file(samples, {reinterpret_cast<const char*>(bitmap.samples.data()), bitmap.samples.size()});
    cases["image, array, " + bitmap.name + " " + size] = {
        {{"kind", "array"},
         {"file", samples.string()},
         {"shape", json::array{bitmap.height, bitmap.width, bitmap.channels}}},
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
        {{"kind", "image file"}, {"file", file.string()}},
        [&registry, file] { return registry.create("image-file", wbm::path(file)); }};
}

void add_pages(Cases& cases, const fs::path& folder, wbm::Registry& registry) {
    std::string page = "<html><head><title>a report</title></head><body>\n";
    while (page.size() < 100'000) page += "<p>A paragraph of a report, <b>with</b> some mark-up and an é.</p>\n";
    page += "</body></html>";
    const fs::path file = folder / "page.html";
    write_file(file, page);
    cases["html, text of 100 kB"] = {{{"kind", "html text"}, {"file", file.string()}},
                                     [&registry, page] { return registry.create("html-file", wbm::bytes(page)); }};
    cases["html, file of 100 kB"] = {{{"kind", "html file"}, {"file", file.string()}}, [&registry, file] {
                                         return registry.create("html-file", wbm::path(file), {{"inject", false}});
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
