#include <wbm/media/image.hpp>
#include <wbm/media/table.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    const std::vector<std::uint8_t> pixels(32 * 32 * 3, 90);
    wbm::Table table({"step", "image", "loss", "label"});
    for (int step = 0; step < 3; ++step) {
        const wbm::Image image(wbm::Pixels(pixels, {32, 32, 3}), {.caption = "sample " + std::to_string(step)});
        table.add_data(step, image, 1.0 / (step + 1), "cat");
    }
    table.add_data(3, nullptr, std::nullopt, "dog");  // cells may be null

    wbm::Run run("runs/7");
    run.log("samples", table);

    for (const wbm::RowView& row : table.iterrows())
        if (const auto loss = row["loss"].get<std::optional<double>>(); loss && *loss < 1)
            std::cout << row["step"].get<int>() << ": " << *loss << ' ' << *row["image"].get<wbm::Image>().caption()
                      << '\n';
    return table.nrows() == 4 ? 0 : 1;
}
