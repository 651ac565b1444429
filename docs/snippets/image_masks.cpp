#include <wbm/media/image.hpp>
#include <wbm/wbm.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>

int main() {
    const std::vector<std::uint8_t> street(4 * 4 * 3, 90);
    const std::vector<std::int32_t> ids{0, 0, 1, 1, 0, 7, 7, 1, 1001, 1001, 7, 7, 1001, 1001, -1, -1};
    wbm::Registry media;
    const wbm::Image image(
        wbm::Pixels(street, {4, 4, 3}),
        {.masks = {{"truth",
                    {.ids = wbm::Pixels(ids, {4, 4}), .class_labels = {{1, "road"}, {7, "car"}, {1001, "Ada"}}}}},
         .classes = {{0, "nothing"}}},
        media);

    auto artifact = wbm::Artifact::create("art");
    artifact.add(image, "street");
    artifact.finalize();

    // The file has 8 bits a pixel, for W&B; the ids are kept, and a table says which value stands for which.
    std::ifstream entry(artifact.fetch("street.image-file.json"));
    const std::string text{std::istreambuf_iterator<char>(entry), {}};
    const wbm::json::object j = wbm::json::read_object(text);
    const wbm::ValuePtr mask = media.init_from_json(j.at("masks").at("truth").as_object(), artifact);
    std::cout << wbm::json::write(mask->fields()) << '\n';
    std::cout << wbm::json::write(artifact.get("street", media)->fields().at("classes")) << '\n';
    const wbm::Tensor back = mask->tensor();
    std::cout << back.dtype_name() << ' ' << back.as<std::int32_t>()[8] << ' ' << back.as<std::int32_t>()[15] << '\n';
    return std::ranges::equal(back.as<std::int32_t>(), ids) ? 0 : 1;
}
