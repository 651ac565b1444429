#include <wbm/media/bokeh.hpp>

#include <fstream>
#include <iostream>

static int refused = 0;

static void make(const wbm::Part& source) {
    try {
        (void)wbm::Bokeh(source);
    } catch (const wbm::MediaError& e) {
        std::cout << wbm::to_string(e.status()) << ": " << e.what() << '\n';
        ++refused;
    }
}

int main() {
    std::ofstream("plot.json") << "{}";
    make(wbm::path("plot.json"));
    make(wbm::path("none.bokeh.json"));
    make(wbm::bytes("<html>"));
    make(wbm::bytes(R"({"data": [], "layout": {}})"));
    make(wbm::bytes(R"({"version": "3.9.2", "roots": ["p1"]})"));
    return refused == 5 ? 0 : 1;
}
