// A program with plugins compiled in and no plugin folder: logs a picture and a page, and reads them back.
//     static_app NUMBER_OF_PLUGINS
#include <wbm/static_plugins.hpp>
#include <wbm/wbm.hpp>

#include <cstdlib>
#include <iostream>
#include <set>
#include <stdexcept>
#include <string>

#include "temp_dir.hpp"

namespace {

void require(bool holds, const std::string& what) {
    if (!holds) throw std::runtime_error(what);
}

void check_types(const wbm::Registry& media, std::size_t expected) {
    std::set<std::string> plugins;
    for (const auto& [name, type] : media.type_mapping()) {
        require(type.library.empty(), name + " comes from a file");
        plugins.insert(type.plugin);
    }
    require(plugins.size() == expected,
            std::to_string(plugins.size()) + " plugins have types, not " + std::to_string(expected));
}

void check_artifact(wbm::Registry& media, const std::filesystem::path& folder) {
    const std::vector<std::uint8_t> pixels{255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9};
    const auto picture = media.create("image-file", wbm::tensor(pixels, {2, 2, 3}), {{"caption", "four"}});
    const auto page = media.create("html-file", wbm::bytes("<p>hello</p>"));
    auto artifact = wbm::Artifact::create(folder);
    artifact.add(picture, "picture");
    artifact.add(page, "page");
    artifact.finalize();

    const auto read = wbm::Artifact::open(folder);
    const auto same = read.get("picture", media);
    require(same != nullptr && same->is_known() && *same == *picture, "the picture that was read is another");
    require(same->tensor().shape()[0] == 2, "the picture that was read has other pixels");
    require(*read.get("page", media) == *page, "the page that was read is another");
    require(read.verify().empty(), "the artifact is not sound");
}

// Each plugin throws and catches errors of its own copy of the SDK.
void check_refusals(wbm::Registry& media) {
    for (const char* type : {"image-file", "html-file"}) {
        try {
            (void)media.create(type, wbm::path("no/such/file"));
        } catch (const wbm::MediaError& error) {
            require(std::string(error.what()).find(type) != std::string::npos, error.what());
            continue;
        }
        throw std::runtime_error(std::string(type) + " takes a file that is not there");
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        require(argc == 2, "give the number of plugins");
        wbm::RegistryOptions nothing_else;
        nothing_else.search_standard_places = false;
        wbm::Registry media(nothing_else);
        wbm::add_static_plugins(media);
        check_types(media, std::stoul(argv[1]));
        const wbm::test::TempDir folder;
        check_artifact(media, folder.path() / "artifact");
        check_refusals(media);
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "static_app: " << error.what() << '\n';
        return 1;
    }
}
