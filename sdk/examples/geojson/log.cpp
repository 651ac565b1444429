// Logs maps to an artifact and reads one back. It knows the type's name and nothing else of the plugin.
#include <wbm/wbm.hpp>

#include <iostream>

int main(int, char** arguments) {
    wbm::Registry media;  // finds plugins in WBM_PLUGIN_PATH and beside libwbm
    auto artifact = wbm::Artifact::create("maps");
    artifact.add(media.create("geojson-file", wbm::path(arguments[1]), {{"caption", "islands"}}), "islands");

    // What a program has just computed: a robot's route, as text.
    const std::string route = R"({"type": "LineString", "coordinates": [[9.20, 54.50, 2], [9.21, 54.51, 3.5]]})";
    artifact.add(media.create("geojson-file", wbm::bytes(route)), "route");
    artifact.finalize();

    const auto islands = artifact.get("islands", media);
    const auto positions = islands->tensor();
    std::cout << islands->get<std::int64_t>("features").value_or(0) << " features, properties "
              << wbm::json::write(islands->fields().at("properties")) << '\n'
              << positions.shape()[0] << " positions, the first at " << positions.as<double>()[0] << ", "
              << positions.as<double>()[1] << '\n';
}
