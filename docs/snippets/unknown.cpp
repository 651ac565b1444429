#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    wbm::Registry media;
    const auto artifact = wbm::Artifact::create("other");
    // A type that no plugin knows is kept byte for byte.
    const std::string text = R"({"_type": "volume-file", "voxels": [1, 2, 1e3]})";
    const wbm::ValuePtr value = media.init_from_json(text, artifact);
    auto copy = wbm::Artifact::create("copy");
    copy.add(value, "scan");
    std::cout << value->type() << (value->is_known() ? " known" : " kept") << '\n';
    return value->to_json_text(copy) == text ? 0 : 1;
}
