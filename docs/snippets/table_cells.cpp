#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    wbm::Registry media;
    const std::vector<std::uint8_t> pixels(32 * 32 * 3, 90);
    const auto picture = media.create("image-file", wbm::tensor(pixels, {32, 32, 3}), {{"caption", "grey"}});
    const std::vector<float> embedding{0.5F, -1.0F, 2.0F};

    // Rows are JSON. What JSON has no words for is a part: {"$part": its name}.
    const std::string rows = R"({"columns": ["step", "picture", "embedding", "when", "tags"],
        "data": [[1, {"$part": "p"}, {"$part": "e"}, {"$time": "2026-11-21T08:30:00Z"}, ["a", "b"]],
                 [2, null,           {"$part": "e"}, {"$time": 1795249800123},          []]]})";
    const auto table = media.create("table", wbm::json_text(rows), {},
                                    {{"p", wbm::value(picture)}, {"e", wbm::tensor(embedding, {3})}});

    auto artifact = wbm::Artifact::create("art");
    artifact.add(table, "samples");
    artifact.save();

    const auto back = artifact.get("samples", media);
    std::cout << wbm::json::write(wbm::json::value(back->rows({{"columns", {"step", "tags"}}}))) << '\n';
    const auto cell = back->cell_value({0, 1});  // the value in row 0, column 1
    std::cout << cell->get<std::string>("caption").value_or("?") << ", " << cell->tensor().shape()[0] << " rows\n";
    return *back == *table ? 0 : 1;
}
