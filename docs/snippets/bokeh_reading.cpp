#include <wbm/media/bokeh.hpp>
#include <wbm/wbm.hpp>

#include <fstream>
#include <iostream>

int main() {
    // What Bokeh 2 wrote: models in one list, which is sorted by id so that equal plots have equal hashes.
    const std::string old = R"({"roots": {"references": [{"id": "1002", "type": "Div"}, {"id": "1001", "type": "Div"}],
                                "root_ids": ["1002"]}, "title": "old", "version": "2.4.3"})";
    wbm::Artifact artifact = wbm::Artifact::create("art");
    artifact.add(wbm::Bokeh(wbm::bytes(old), {.caption = "from an archive"}), "plot");

    const wbm::Bokeh plot(artifact.get("plot", wbm::default_registry()));
    std::cout << *plot.title() << ", by Bokeh " << *plot.version() << ": " << *plot.root_count() << " root, "
              << *plot.model_count() << " models; \"" << *plot.caption() << "\"\n";

    // What a file holds, without making a value of it.
    std::ofstream("old.json") << old;
    std::cout << wbm::json::write(wbm::default_registry().probe("bokeh-file", wbm::path("old.json"))) << '\n';
}
