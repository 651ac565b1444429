// test_support.hpp - what the tests of this folder share.
#pragma once

#include "plotly.hpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

namespace wbm::plotly {

using testing::FakeHost;
using testing::FakeStore;
using testing::Refused;
using testing::round_trip;
using testing::Source;
using testing::Value;

inline const testing::Type& plotly_type() {
    static const testing::Type type = testing::type_of<Plotly>();
    return type;
}
inline const Plotly& of(const Value& value) { return *reinterpret_cast<const Plotly*>(value.get()); }

inline Plotly made(Source source) {
    const Value value = plotly_type().create(source);
    source.overwrite();
    return of(value);
}
inline Plotly of_bytes(const std::string& text, const json::object& options = {}) {
    return made(Source::bytes(text).with_options(options));
}

inline std::filesystem::path corpus(const std::string& name) { return std::filesystem::path(WBM_CORPUS) / name; }
inline std::string sample(const std::string& name) { return read_file(corpus(name).string()); }

inline std::string text_of(const Plotly& figure) { return figure.file.read(); }
inline std::string fields_of(const Plotly& figure) {
    return json::write(figure.fields(), json::Style::fast, json::NonFinite::allow);
}

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
    return refusal([&] { (void)plotly_type().create(source); });
}
inline std::string refusal_of(const std::string& text) { return refusal_of(Source::bytes(text)); }

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

/// Starts the plugin with a host that keeps what it logs.
class Logged {
public:
    Logged() { sdk::detail::host() = host_.table(); }
    ~Logged() { sdk::detail::host() = nullptr; }
    Logged(const Logged&) = delete;
    Logged& operator=(const Logged&) = delete;
    [[nodiscard]] std::vector<std::string> warnings() const {
        std::vector<std::string> texts;
        for (const auto& line : host_.lines())
            if (line.level == 2) texts.push_back(line.text);
        return texts;
    }

private:
    FakeHost host_;
};

}  // namespace wbm::plotly
