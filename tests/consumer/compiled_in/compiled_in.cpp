// An application with the plugin compiled in: it looks for no files.
#include <wbm/wbm.hpp>

#include <iostream>
#include <vector>

extern "C" const wbm_plugin* pointcloud_plugin(void);

int main(int, char** argv) {
    try {
        wbm::RegistryOptions nothing_else;
        nothing_else.search_standard_places = false;
        wbm::Registry media(nothing_else);
        media.add(pointcloud_plugin());
        const std::vector<float> points{0, 0, 0, 1, 2, 3};
        const auto value = media.create("pointcloud-file", wbm::tensor(points, {2, 3}));
        {
            wbm::Run run(argv[1]);
            run.log("cloud", value);
        }
        wbm::Run run(argv[1]);
        const auto line = run.history().at(0);
        const auto back = media.init_from_json(line.at("cloud").get_object(), run.files());
        return *back == *value ? 0 : 1;
    } catch (const std::exception& error) {
        std::cerr << "compiled_in: " << error.what() << '\n';
        return 1;
    }
}
