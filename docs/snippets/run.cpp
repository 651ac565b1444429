#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    wbm::Registry media;
    wbm::Run run("runs/7");

    for (int step = 0; step < 3; ++step) {
        std::vector<std::uint8_t> frame(24 * 32, static_cast<std::uint8_t>(80 * step));
        run.log("loss", 1.0 / (step + 1), step);
        run.log("camera", media.create("image-file", wbm::tensor(frame, {24, 32})), step);
    }
    // A list of values of one type is one batch.
    const std::vector<wbm::ValuePtr> pages{media.create("html-file", wbm::bytes("<h1>one</h1>")),
                                           media.create("html-file", wbm::bytes("<h1>two</h1>"))};
    run.log("pages", pages, 3);
    run.flush();  // a line is written when its step ends; flush() ends it now

    for (const auto& line : run.history()) std::cout << wbm::json::write(line) << '\n';
    for (const auto& problem : run.verify()) std::cout << problem << '\n';
}
