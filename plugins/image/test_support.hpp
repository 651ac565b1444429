// test_support.hpp - what the tests of this folder share.
#pragma once

#include "image.hpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace wbm::image {

using testing::FakeHost;
using testing::FakeStore;
using testing::Refused;
using testing::round_trip;
using testing::Source;
using testing::Value;

inline const testing::Type& image_type() {
    static const testing::Type type = testing::type_of<Image>();
    return type;
}

inline const Image& of(const Value& value) { return *reinterpret_cast<const Image*>(value.get()); }

inline Image made(Source source) {
    const Value value = image_type().create(source);
    source.overwrite();
    return of(value);
}

inline Image from_array(const std::vector<std::uint8_t>& samples, std::vector<std::int64_t> shape,
                        const json::object& options = {}) {
    return made(Source::tensor(samples, std::move(shape)).with_options(options));
}

inline Image from_file(const std::filesystem::path& path, const json::object& options = {}) {
    return made(Source::path(path.string()).with_options(options));
}

/// The pixels as numbers, and their shape.
struct Pixels {
    std::vector<std::int64_t> shape;
    std::vector<int> values;
    bool operator==(const Pixels&) const = default;
};

inline Pixels pixels(const Array& array) {
    const DLTensor& t = array.dl();
    Pixels p{{t.shape, t.shape + t.ndim}, {}};
    const std::size_t count = element_count(t);
    for (std::size_t i = 0; i < count; ++i)
        p.values.push_back(t.dtype.bits == 16 ? static_cast<const std::uint16_t*>(t.data)[i]
                                              : static_cast<const std::uint8_t*>(t.data)[i]);
    return p;
}

inline Pixels pixels(const Image& image) { return pixels(image.tensor({})); }
/// The samples of the picture that is stored, whatever array it was made from.
inline Pixels shown(const Image& image) {
    Picture picture = image.picture();
    return pixels(to_array(std::move(picture)));
}

/// The refusal of `call` as "<status> <text>".
template <class Call>
std::string refusal(const Call& call) {
    try {
        call();
    } catch (const Refused& e) {
        return std::to_string(e.status()) + " " + e.what();
    } catch (const Error& e) {
        return std::to_string(e.status()) + " " + e.what();
    }
    return "not refused";
}

inline std::string refusal_of(Source source) {
    return refusal([&] { (void)image_type().create(source); });
}

/// Are all of these in the text?
inline ::testing::AssertionResult says(const std::string& text, const std::vector<std::string>& pieces) {
    for (const std::string& piece : pieces)
        if (text.find(piece) == std::string::npos)
            return ::testing::AssertionFailure() << '"' << text << "\" does not say \"" << piece << '"';
    return ::testing::AssertionSuccess();
}

inline std::filesystem::path corpus(const std::string& name) { return std::filesystem::path(WBM_CORPUS) / name; }
inline std::string sample(const std::string& name) { return read_file(corpus(name).string()); }

inline std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
    return files;
}

}  // namespace wbm::image
