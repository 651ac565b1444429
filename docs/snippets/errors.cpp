#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    wbm::Registry media;
    try {
        (void)media.create("image-file", wbm::bytes("these bytes are no picture"));
        return 1;
    } catch (const wbm::MediaError& e) {
        // One sentence that names the type, the field and the reason; who refused; and what kind of refusal it is.
        std::cout << e.what() << '\n' << e.plugin() << '\n' << wbm::to_string(e.status()) << '\n';
    }
    try {
        (void)media.create("imagefile", wbm::bytes("x"));
        return 1;
    } catch (const wbm::MediaError& e) {
        std::cout << e.what() << '\n';
    }
}
