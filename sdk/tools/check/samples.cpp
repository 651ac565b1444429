#include "samples.hpp"

#include <algorithm>

namespace wbm::tool {
namespace {

using testing::Source;

constexpr std::size_t max_sample_files = 1000;

template <class T>
Sample array_sample(const std::string& label, std::vector<std::int64_t> shape) {
    std::size_t count = 1;
    for (const std::int64_t extent : shape) count *= static_cast<std::size_t>(extent);
    std::vector<T> elements(count);
    for (std::size_t i = 0; i < count; ++i) elements[i] = static_cast<T>(i % 100);
    return {label, WBM_FROM_TENSOR, false, [=] { return Source::tensor<T>(elements, shape); }};
}

Sample text_sample(int kind, const std::string& label, const std::string& text) {
    return {label, kind, false, [=] {
                if (kind == WBM_FROM_BYTES) return Source::bytes(text);
                return kind == WBM_FROM_JSON ? Source::json(text) : Source::url(text);
            }};
}

}  // namespace

std::vector<Sample> make_samples(const std::filesystem::path& folder) {
    std::vector<Sample> samples{
        array_sample<float>("a float32 array [4, 3]", {4, 3}),
        array_sample<std::uint8_t>("a uint8 array [4, 5, 3]", {4, 5, 3}),
        array_sample<std::uint8_t>("a uint8 array [4, 5]", {4, 5}),
        array_sample<double>("a float64 array [16]", {16}),
        array_sample<std::int16_t>("an int16 array [8, 2]", {8, 2}),
        text_sample(WBM_FROM_BYTES, "the bytes \"hello\"", "hello"),
        text_sample(WBM_FROM_JSON, "the JSON {}", "{}"),
        text_sample(WBM_FROM_JSON, "the JSON [1, 2.5, 3]", "[1, 2.5, 3]"),
        text_sample(WBM_FROM_JSON, "the JSON {\"a\": 1}", "{\"a\": 1}"),
        text_sample(WBM_FROM_URL, "a URL", "https://example.com/media.bin"),
    };
    if (folder.empty()) return samples;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.is_regular_file() && files.size() < max_sample_files)
            files.push_back(std::filesystem::absolute(entry.path()));
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        const std::string name = file.filename().string();
        samples.push_back({name + " as path", WBM_FROM_PATH, true, [=] { return Source::path(file.string()); }});
        samples.push_back(
            {name + " as bytes", WBM_FROM_BYTES, true, [=] { return Source::bytes(read_file(file.string())); }});
    }
    return samples;
}

}  // namespace wbm::tool
