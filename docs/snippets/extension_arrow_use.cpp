#include <wbm/ext/arrow.h>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    wbm::Registry media;
    media.add(wbm_plugin_v1());
    const std::vector<double> numbers{0.5, 0.25};
    ArrowArrayStream stream{};
    media.create("losses", wbm::tensor(numbers, {2}))->arrow(stream);  // outlives the value

    const auto table = media.create("table", wbm::arrow(stream));  // takes the stream over and releases it
    const std::string rows = wbm::json::write(wbm::json::value(table->rows()));
    std::cout << rows << '\n';
    return rows == "[[0.5],[0.25]]" ? 0 : 1;
}
