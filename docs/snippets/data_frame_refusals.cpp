#include <wbm/media/data_frame.hpp>

#include <iostream>

#include "data_frame_source.hpp"

static int refused = 0;

template <class Make>
static void make(const Make& frame) {
    try {
        (void)frame();
    } catch (const wbm::MediaError& e) {
        std::cout << wbm::to_string(e.status()) << ": " << e.what() << '\n';
        ++refused;
    }
}

int main() {
    Losses losses{.step = {1}, .loss = {0.5}};
    ArrowArrayStream stream = losses.stream();
    make([&] { return wbm::DataFrame(stream, {.compression = "rar"}); });
    make([] { return wbm::DataFrame(wbm::bytes("step,loss\n1,0.5\n")); });
    make([] { return wbm::DataFrame(wbm::bytes("PAR1 and then the disk was full")); });
    make([] { return wbm::DataFrame("no such file.parquet"); });
    return refused == 4 ? 0 : 1;
}
