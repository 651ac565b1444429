#include <wbm/media/plotly.hpp>
#include <wbm/wbm.hpp>

#include <fstream>
#include <iostream>

int main() {
    const std::string text =
        R"({"data": [{"type": "bar", "x": ["a", "b"], "y": [3, 1.50]}], "layout": {"title": "t"}})";

    // A file, such as figure.write_json() makes in Python: kept byte for byte.
    std::ofstream("figure.plotly.json") << text;
    const wbm::Plotly file(std::filesystem::path("figure.plotly.json"), {.caption = "from a notebook"});

    // Text: the blanks go, the numbers stay as they are written.
    const wbm::Plotly received = wbm::Plotly::from_text(text);

    // A JSON object.
    const wbm::Plotly figure(wbm::json::object{{"data", {{{"type", "bar"}, {"y", {3, 1.5}}}}}});

    // A figure's JSON with arrays in the place of "@name", of any dtype and strides.
    const std::vector<float> heights{3, 1.5F};
    const std::vector<wbm::NamedPart> arrays{{"heights", wbm::tensor(heights, {2})}};
    const wbm::Plotly filled(wbm::bytes(R"({"data":[{"type":"bar","y":"@heights"}]})"), {}, wbm::default_registry(),
                             arrays);

    wbm::Run run("run");
    for (const wbm::Plotly& each : {file, received, figure, filled}) {
        run.log("figure", each);
        std::cout << each.text() << '\n';
    }
    return file.text() == text && received.text().size() < text.size() ? 0 : 1;
}
