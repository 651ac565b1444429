// An application that logs a value of a type that a stranger's plugin brings, and reads it back.
//     app ARTIFACT_FOLDER [PLUGIN_FOLDER]
#include <wbm/wbm.hpp>

#include <iostream>
#include <stdexcept>
#include <vector>

namespace {

void require(bool holds, const char* what) {
    if (!holds) throw std::runtime_error(what);
}

wbm::RegistryOptions options(int argc, char** argv) {
    wbm::RegistryOptions options;
    if (argc > 2) options.directories.emplace_back(argv[2]);
    return options;
}

void log_value(wbm::Registry& media, const char* folder) {
    const std::vector<float> points{0, 0, 0, 1, 2, 3};
    const auto value = media.create("pointcloud-file", wbm::tensor(points, {2, 3}), {{"caption", "two points"}});
    auto artifact =
        wbm::Artifact::create(folder, {.name = "scan", .type = "dataset", .description = "", .metadata = {}});
    artifact.add(value, "cloud");
    artifact.finalize();
}

void read_value(wbm::Registry& media, const char* folder) {
    const auto artifact = wbm::Artifact::open(folder);
    const auto back = artifact.get("cloud", media);
    require(back != nullptr, "the artifact has no value called cloud");
    require(back->is_known() && back->type() == "pointcloud-file", "the value has another type");
    const std::vector<float> points{0, 0, 0, 1, 2, 3};
    const auto same = media.create("pointcloud-file", wbm::tensor(points, {2, 3}), {{"caption", "two points"}});
    require(*back == *same, "the value that was read is not the one that was logged");
    const auto other = media.create("pointcloud-file", wbm::tensor(points, {2, 3}), {{"caption", "no points"}});
    require(!(*back == *other), "values that differ are equal");
    require(artifact.verify().empty(), "the artifact is not sound");
}

}  // namespace

int main(int argc, char** argv) {
    try {
        require(argc > 1, "give a folder");
        {
            wbm::Registry media(options(argc, argv));
            log_value(media, argv[1]);
        }
        wbm::Registry media(options(argc, argv));
        require(!media.find("pointcloud-file").value().loaded, "a plugin was loaded before it was needed");
        read_value(media, argv[1]);
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "app: " << error.what() << '\n';
        return 1;
    }
}
