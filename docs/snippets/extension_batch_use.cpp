#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    wbm::Registry media;
    media.add(wbm_plugin_v1());
    const std::vector<wbm::ValuePtr> chips{media.create("chip", wbm::bytes("red")),
                                           media.create("chip", wbm::bytes("blue"))};
    wbm::Run run("run");
    const std::string text = run.log("chips", chips);  // one key, one object
    std::cout << text << '\n';
    return text == R"({"_type":"chips","count":2,"colours":["red","blue"]})" ? 0 : 1;
}
