// test_support.hpp - what the tests of this folder share.
#pragma once

#include "audio.hpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace wbm::audio {

using testing::FakeHost;
using testing::FakeStore;
using testing::Refused;
using testing::round_trip;
using testing::Source;
using testing::Value;

inline const testing::Type& audio_type() {
    static const testing::Type type = testing::type_of<Audio>();
    return type;
}

inline const Audio& of(const Value& value) { return *reinterpret_cast<const Audio*>(value.get()); }

inline Audio made(Source source) {
    const Value value = audio_type().create(source);
    source.overwrite();
    return of(value);
}

template <class T>
Audio from_array(const std::vector<T>& samples, std::vector<std::int64_t> shape, json::object options = {}) {
    if (!options.contains("sample_rate")) options["sample_rate"] = 8000;
    return made(Source::tensor(samples, std::move(shape)).with_options(options));
}
template <class T>
Audio from_array(const std::vector<T>& samples, json::object options = {}) {
    return from_array(samples, {static_cast<std::int64_t>(samples.size())}, std::move(options));
}

inline Audio from_file(const std::filesystem::path& path, const json::object& options = {}) {
    return made(Source::path(path.string()).with_options(options));
}

template <class T>
std::vector<T> samples(const Array& array) {
    const DLTensor& t = array.dl();
    EXPECT_EQ(dtype_name(t.dtype), dtype_name(dtype_of<T>()));
    const auto* first = static_cast<const T*>(t.data);
    return {first, first + element_count(t)};
}
template <class T>
std::vector<T> samples(const Audio& audio, const json::object& options = {}) {
    return samples<T>(audio.tensor(options));
}
inline std::vector<std::int64_t> shape(const Array& array) {
    return {array.dl().shape, array.dl().shape + array.dl().ndim};
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
    return refusal([&] { (void)audio_type().create(source); });
}

template <class T>
std::string refusal_of_array(const std::vector<T>& numbers, std::vector<std::int64_t> shape,
                             json::object options = {}) {
    if (!options.contains("sample_rate")) options["sample_rate"] = 8000;
    return refusal_of(Source::tensor(numbers, std::move(shape)).with_options(options));
}

/// Are all of these in the text?
inline ::testing::AssertionResult says(const std::string& text, const std::vector<std::string>& pieces) {
    for (const std::string& piece : pieces)
        if (text.find(piece) == std::string::npos)
            return ::testing::AssertionFailure() << '"' << text << "\" does not say \"" << piece << '"';
    return ::testing::AssertionSuccess();
}

inline std::vector<float> tone(std::size_t count) {
    std::vector<float> all(count);
    for (std::size_t i = 0; i < count; ++i) all[i] = 0.5F * std::sin(static_cast<float>(i) * 0.05F);
    return all;
}

/// Collects what the type logs.
class Host {
public:
    Host() { sdk::detail::host() = host_.table(); }
    ~Host() { sdk::detail::host() = nullptr; }
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;
    [[nodiscard]] std::vector<std::string> lines() const {
        std::vector<std::string> all;
        for (const auto& line : host_.lines()) all.push_back(line.text);
        return all;
    }

private:
    FakeHost host_;
};

inline std::filesystem::path corpus(const std::string& name) { return std::filesystem::path(WBM_CORPUS) / name; }
inline std::string sample(const std::string& name) { return read_file(corpus(name).string()); }

inline std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace wbm::audio
