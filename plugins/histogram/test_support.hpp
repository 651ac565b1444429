// test_support.hpp - what the tests of this folder share.
#pragma once

#include "histogram.hpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace wbm::histogram {

using testing::FakeStore;
using testing::Refused;
using testing::round_trip;
using testing::Source;
using testing::Value;

inline const testing::Type& histogram_type() {
    static const testing::Type type = testing::type_of<Histogram>();
    return type;
}
inline const Histogram& of(const Value& value) { return *reinterpret_cast<const Histogram*>(value.get()); }

inline Histogram made(Source source) {
    const Value value = histogram_type().create(source);
    source.overwrite();
    return of(value);
}
inline Histogram from_list(const std::string& list, const json::object& options = {}) {
    return made(Source::json(list).with_options(options));
}
template <class T>
Histogram from_array(const std::vector<T>& elements, const json::object& options = {}) {
    return made(Source::tensor<T>(elements, {static_cast<std::int64_t>(elements.size())}).with_options(options));
}

/// Read from JSON text.
inline Histogram read(const std::string& text) {
    const FakeStore store(WBM_ARTIFACT);
    return of(histogram_type().from_json(text, store));
}
/// As a run has it.
inline std::string text_of(const Histogram& histogram) {
    const FakeStore run(WBM_RUN);
    return json::write(histogram.to_json(run.store()), json::Style::fast, json::NonFinite::allow);
}

inline json::array list(const std::string& text) { return json::read(text).as_array(); }

/// "<status> <text>" of the refusal.
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
    return refusal([&] { (void)histogram_type().create(source); });
}
inline std::string refusal_of_list(const std::string& list, const json::object& options = {}) {
    return refusal_of(Source::json(list).with_options(options));
}

inline std::filesystem::path corpus(const std::string& name) { return std::filesystem::path(WBM_CORPUS) / name; }
inline std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
    return files;
}

}  // namespace wbm::histogram
