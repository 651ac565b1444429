#include <wbm/media/plotly.hpp>
#include <wbm/wbm.hpp>

#include <fstream>
#include <iostream>

static int refused = 0;

template <class Make>
static void attempt(const Make& make) {
    try {
        (void)make();
    } catch (const wbm::MediaError& e) {
        std::cout << wbm::to_string(e.status()) << ": " << e.what() << '\n';
        ++refused;
    }
}

int main() {
    using wbm::Plotly;
    attempt([] { return Plotly::from_text("{\"data\": [}"); });
    attempt([] { return Plotly::from_text(R"({"layout": {}})"); });
    attempt([] { return Plotly::from_text(R"({"data": {"type": "scatter"}})"); });
    attempt([] { return Plotly::from_text(R"({"data": [5]})"); });
    attempt([] { return Plotly::from_text(R"({"data": [{"x": {"dtype": "f8", "bdata": "AAAA"}}]})"); });
    attempt([] { return Plotly(std::filesystem::path("no such file.json")); });
    attempt([] {
        std::ofstream("figure.txt") << "{}";
        return Plotly(std::filesystem::path("figure.txt"));
    });
    attempt([] { return wbm::plot::Figure().line({1, 2}, {3, 4}).z_axis("height").value(); });
    // Kept, with a warning that names "scatter".
    (void)Plotly::from_text(R"({"data": [{"type": "scater", "y": [1]}]})");
    return refused == 8 ? 0 : 1;
}
