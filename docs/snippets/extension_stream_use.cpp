#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    wbm::Registry media;
    media.add(wbm_plugin_v1());
    auto artifact = wbm::Artifact::create("art");
    wbm::ValueStream diary = media.open_stream("diary", artifact, "mine");
    for (int day = 0; day < 1000; ++day) diary.add(wbm::bytes("day " + std::to_string(day)));  // in the file at once
    std::cout << diary.finish().path << '\n';                                                  // mine.diary.json
    const auto back = artifact.get("mine", media);
    return back->to_json(artifact).at("days").as_array().size() == 1000 ? 0 : 1;
}
