#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    wbm::Registry media;
    media.add(wbm_plugin_v1());
    auto artifact = wbm::Artifact::create("art");
    const auto strange = media.init_from_json(R"({"_type":"hologram","depth":7})", artifact);  // no plugin knows it
    const auto framed = media.create("framed", wbm::value(strange), {{"frame", "gold"}});
    artifact.add(framed, "f");
    const auto back = artifact.get("f", media);
    std::cout << wbm::json::write(back->fields()) << '\n';  // {"of":"hologram",...}
    return *back == *framed ? 0 : 1;
}
