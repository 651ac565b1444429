#include <wbm/media/bokeh.hpp>
#include <wbm/wbm.hpp>

#include <fstream>
#include <iostream>

int main() {
    // A document as an object. Python: json.dumps(document.to_json(deferred=False)).
    const wbm::json::object document{
        {"version", "3.9.2"},
        {"title", "hello"},
        {"config", {{"type", "object"}, {"name", "DocumentConfig"}, {"id", "p2"}}},
        {"roots", {{{"type", "object"}, {"name", "Div"}, {"id", "p1"}, {"attributes", {{"text", "hello"}}}}}}};
    const wbm::Bokeh plot(document, {.caption = "a greeting"});

    // The same as text, and as a file, which is kept byte for byte.
    const std::string text = wbm::json::write(document);
    const wbm::Bokeh received(wbm::bytes(text), {.caption = "a greeting"});
    std::ofstream("hello.bokeh.json") << text;
    const wbm::Bokeh file(std::filesystem::path("hello.bokeh.json"), {.caption = "a greeting"});

    wbm::Run run("run");
    std::cout << run.log("plot", plot) << '\n';
    return plot == received && received == file ? 0 : 1;
}
