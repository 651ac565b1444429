#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    wbm::Registry media;
    media.add(wbm_plugin_v1());  // compiled in here; a plugin in a folder is found without a word
    const auto note = media.create("note", wbm::bytes("shopping\nmilk"));
    std::cout << wbm::json::write(note->fields()) << '\n';  // {"bytes":13,"title":"shopping"}
    return note->get<int>("bytes") == 13 && note->get<std::string>("title") == "shopping" ? 0 : 1;
}
