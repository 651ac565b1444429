#include <wbm/wbm.hpp>

#include <fstream>
#include <iostream>

int main() {
    wbm::Registry media;
    media.add(wbm_plugin_v1());
    std::ofstream("march.beat") << "BEAT1-2-";
    std::ofstream("broken.beat") << "BEAT";
    std::cout << wbm::json::write(media.probe(wbm::path("march.beat"))) << '\n';  // {"format":"beat","beats":4}
    try {
        (void)media.probe(wbm::path("broken.beat"));
    } catch (const wbm::MediaError& error) {
        std::cout << error.what() << '\n';
        return error.status() == wbm::Status::invalid ? 0 : 1;
    }
    return 1;
}
