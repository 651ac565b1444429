#include <wbm/media/image.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    std::vector<wbm::ValuePtr> samples;
    for (int i = 0; i < 120; ++i) {
        const std::vector<std::uint8_t> pixels(8 * 8, static_cast<std::uint8_t>(2 * i));
        samples.push_back(wbm::Image(wbm::Pixels(pixels, {8, 8}), {.caption = "sample " + std::to_string(i)}).value());
    }
    wbm::Run run("run");
    const wbm::json::object batch = wbm::json::read_object(run.log("samples", samples));
    std::cout << batch.at("_type") << ": " << batch.at("count") << " of " << samples.size() << ", each "
              << batch.at("width") << " x " << batch.at("height") << '\n';
    return batch.at("count").as_int64() == 108 ? 0 : 1;
}
