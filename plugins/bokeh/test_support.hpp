// test_support.hpp - what the tests of this folder share.
#pragma once

#include "bokeh.hpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace wbm::bokeh {

using testing::FakeStore;
using testing::Refused;
using testing::round_trip;
using testing::Source;
using testing::Value;

inline const testing::Type& bokeh_type() {
    static const testing::Type type = testing::type_of<Bokeh>();
    return type;
}
inline const Bokeh& of(const Value& value) { return *reinterpret_cast<const Bokeh*>(value.get()); }

inline Bokeh made(Source source) {
    const Value value = bokeh_type().create(source);
    source.overwrite();
    return of(value);
}
inline Bokeh from_text(const std::string& text, const json::object& options = {}) {
    return made(Source::bytes(text).with_options(options));
}

inline std::filesystem::path corpus(const std::string& name) { return std::filesystem::path(WBM_CORPUS) / name; }
inline std::string sample(const std::string& name) { return read_file(corpus(name).string()); }
inline Bokeh from_corpus(const std::string& name) { return made(Source::path(corpus(name).string())); }

/// "<status> <text>" of the refusal.
template <class Call>
std::string refusal(const Call& call) {
    try {
        call();
    } catch (const Refused& e) {
        return std::to_string(e.status()) + " " + e.what();
    }
    return "not refused";
}
inline std::string refusal_of(Source source) {
    return refusal([&] { (void)bokeh_type().create(source); });
}
inline std::string probe_refusal(const Source& source) {
    return refusal([&] { (void)bokeh_type().probe(source); });
}

inline ::testing::AssertionResult says(const std::string& text, const std::vector<std::string>& pieces) {
    for (const std::string& piece : pieces)
        if (text.find(piece) == std::string::npos)
            return ::testing::AssertionFailure() << '"' << text << "\" does not say \"" << piece << '"';
    return ::testing::AssertionSuccess();
}

inline std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
    return files;
}

}  // namespace wbm::bokeh
