// Every recorded conversion between Pillow's modes, through the image plugin's own conversion.
//     pil_modes FOLDER    the folder with manifest.json; exit status 77 when it is not there
#include <wbm/json.hpp>

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include <wbm/testing/sha256.hpp>
#include "../../plugins/image/modes/convert.hpp"

namespace {

namespace fs = std::filesystem;
namespace json = wbm::json;
using namespace wbm::image;

constexpr int skipped = 77;

std::string read_text(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + file.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string bytes_of_hex(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    return bytes;
}

void add_palette(Picture& picture, const json::object& about) {
    const std::string colours = bytes_of_hex(about.at("palette_hex").as_string());
    for (std::size_t i = 0; i + 2 < colours.size(); i += 3)
        picture.palette.push_back({static_cast<std::uint8_t>(colours[i]), static_cast<std::uint8_t>(colours[i + 1]),
                                   static_cast<std::uint8_t>(colours[i + 2])});
}

void add_transparency(Picture& picture, const json::object& about) {
    const json::value* found = about.if_contains("transparency");
    if (found == nullptr) return;
    if (found->is_string()) {
        const std::string alphas = bytes_of_hex(found->get_string());
        for (std::size_t i = 0; i < alphas.size() && i < picture.palette.size(); ++i)
            picture.palette[i].a = static_cast<std::uint8_t>(alphas[i]);
    } else if (found->is_array()) {
        picture.transparent.emplace();
        for (std::size_t i = 0; i < 3; ++i)
            (*picture.transparent)[i] = found->get_array().at(i).to_number<std::uint16_t>();
    } else if (picture.mode == Mode::p) {
        picture.palette.at(found->to_number<std::size_t>()).a = 0;
    } else {
        picture.transparent = {found->to_number<std::uint16_t>(), 0, 0};
    }
}

Picture source_of(const fs::path& folder, const json::object& about) {
    Picture picture = Picture::blank(
        *mode_of(about.at("mode").as_string()),
        {about.at("shape").at(1).to_number<std::uint64_t>(), about.at("shape").at(0).to_number<std::uint64_t>()});
    const std::string samples = read_text(folder / std::string(about.at("file").as_string()));
    if (samples.size() != picture.samples.size()) throw std::runtime_error("a source has another size than its shape");
    std::memcpy(picture.samples.data(), samples.data(), samples.size());
    if (about.if_contains("palette_hex") != nullptr) add_palette(picture, about);
    add_transparency(picture, about);
    return picture;
}

bool is_equal(const Picture& converted, const json::object& about) {
    const std::string samples(reinterpret_cast<const char*>(converted.samples.data()), converted.samples.size());
    return wbm::testing::sha256(samples) == std::string_view(about.at("sha256").as_string());
}

/// The vectors of one manifest; the sources are always those of the first.
int failures_in(const fs::path& folder, const json::object& sources, const json::object& conversions, int& passed) {
    int failed = 0;
    for (const auto& conversion : conversions) {
        const std::string name(conversion.key());
        const std::size_t split = name.rfind("__");
        const json::object& about = conversion.value().as_object();
        const Mode to = *mode_of(name.substr(split + 2));
        const Picture converted = convert(source_of(folder, sources.at(name.substr(0, split)).as_object()), to);
        // What Pillow 9.4 refuses, later versions and we convert.
        if (about.contains("error")) continue;
        if (is_equal(converted, about)) {
            ++passed;
            continue;
        }
        ++failed;
        std::printf("FAIL %s\n", name.c_str());
    }
    return failed;
}

int run(const fs::path& folder) {
    const json::object manifest = json::read_object(read_text(folder / "manifest.json"));
    const json::object& sources = manifest.at("sources").as_object();
    int passed = 0;
    int failed = failures_in(folder, sources, manifest.at("conversions").as_object(), passed);
    const json::object extra = json::read_object(read_text(folder / "manifest_pillow13_extra.json"));
    failed += failures_in(folder, sources, extra.at("conversions").as_object(), passed);
    std::printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 && passed > 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    const fs::path folder = argc > 1 ? argv[1] : "";
    if (!fs::exists(folder / "manifest.json")) {
        std::printf("skipped: there is no manifest.json in \"%s\"\n", folder.c_str());
        return skipped;
    }
    try {
        return run(folder);
    } catch (const std::exception& error) {
        std::printf("pil_modes: %s\n", error.what());
        return 1;
    }
}
