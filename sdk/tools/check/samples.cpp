#include "check/samples.hpp"

#include <wbm/npy_header.hpp>

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

/// Stands beside a sample, "cat.png.options.json", and is no sample itself.
constexpr std::string_view options_suffix = ".options.json";

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.is_regular_file() && !entry.path().string().ends_with(options_suffix) &&
            files.size() < max_sample_files)
            files.push_back(std::filesystem::absolute(entry.path()));
    std::sort(files.begin(), files.end());
    return files;
}

std::string options_of(const std::filesystem::path& file) {
    const std::filesystem::path options = file.string() + std::string(options_suffix);
    return std::filesystem::exists(options) ? read_file(options.string()) : std::string();
}

/// The array of a .npy file for which has_array().
Source array_of(const std::filesystem::path& file) {
    const std::string content = read_file(file.string());
    const npy::Header header = npy::parse_header(content);
    Source source = Source::tensor(header.dtype, std::string_view(content).substr(header.data_offset), header.shape);
    if (header.fortran_order) {
        std::vector<std::int64_t> strides;
        for (std::int64_t step = 1; const std::int64_t extent : header.shape) {
            strides.push_back(step);
            step *= extent;
        }
        source.with_strides(std::move(strides));
    }
    return source;
}

bool has_array(const std::filesystem::path& file) {
    try {
        std::uint64_t bytes = 1;
        const std::string content = read_file(file.string());
        const npy::Header header = npy::parse_header(content);
        for (const std::int64_t extent : header.shape) bytes *= static_cast<std::uint64_t>(extent);
        bytes *= header.dtype.bits / 8U;
        return !header.swap_bytes && header.data_offset + bytes == content.size();
    } catch (const std::exception&) {
        return false;
    }
}

void add_file(std::vector<Sample>& samples, const std::filesystem::path& file) {
    const std::string name = file.filename().string(), options = options_of(file);
    const auto add = [&](int kind, const std::string& how, const std::function<Source()>& source) {
        samples.push_back({name + " as " + how, kind, true, [=] { return source().with_options_text(options); }});
    };
    add(WBM_FROM_PATH, "path", [=] { return Source::path(file.string()); });
    add(WBM_FROM_BYTES, "bytes", [=] { return Source::bytes(read_file(file.string())); });
    if (name.ends_with(".npy") && has_array(file)) add(WBM_FROM_TENSOR, "array", [=] { return array_of(file); });
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
    if (!folder.empty())
        for (const auto& file : files_in(folder)) add_file(samples, file);
    return samples;
}

}  // namespace wbm::tool
