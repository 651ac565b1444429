// test_support.hpp - what the tests of this folder share.
#pragma once

#include "graph.hpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

namespace wbm::graph {

using testing::FakeHost;
using testing::FakeStore;
using testing::Refused;
using testing::round_trip;
using testing::Source;
using testing::Value;

inline const testing::Type& graph_type() {
    static const testing::Type type = testing::type_of<Graph>();
    return type;
}
inline const Graph& of(const Value& value) { return *reinterpret_cast<const Graph*>(value.get()); }

inline Graph made(Source source) {
    const Value value = graph_type().create(source);
    source.overwrite();
    return of(value);
}

inline std::filesystem::path corpus(const std::string& name) { return std::filesystem::path(WBM_CORPUS) / name; }
inline std::string sample(const std::string& name) { return read_file(corpus(name).string()); }
inline Graph from_corpus(const std::string& name) { return made(Source::path(corpus(name).string())); }

inline std::string text_of(const Graph& graph) { return graph.file.read(); }

/// The elements of an array of T.
template <class T>
std::vector<T> elements(const Array& array) {
    const DLTensor& t = array.dl();
    EXPECT_EQ(dtype_name(t.dtype), dtype_name(dtype_of<T>()));
    const T* first = static_cast<const T*>(t.data);
    return {first, first + element_count(t)};
}
/// The graph as the JSON text that part "text" gives.
inline std::string whole(const Graph& graph) {
    const auto all = elements<std::uint8_t>(graph.tensor({{"part", "text"}}));
    return {all.begin(), all.end()};
}
inline Graph of_text(const std::string& text, const json::object& options = {}) {
    return made(Source::json(text).with_options(options));
}
inline json::object read_graph(const Graph& graph) { return json::read_object(text_of(graph)); }

inline std::string shape(const Array& array) { return shape_text(array.dl()); }

/// A node of the graph's file.
inline json::object node(const Graph& graph, std::string_view id) {
    const json::object read = read_graph(graph);
    for (const json::value& each : read.at("nodes").as_array())
        if (each.at("id") == json::value(id)) return each.as_object();
    ADD_FAILURE() << "no node " << id;
    return {};
}
/// Its edges as "a->b[name] ...".
inline std::string edges(const Graph& graph) {
    std::string text;
    const json::object read = json::read_object(whole(graph));
    for (const json::value& edge : read.at("edges").as_array()) {
        text += (text.empty() ? "" : " ") + std::string(edge.at(0).as_string()) + "->" +
                std::string(edge.at(1).as_string());
        if (edge.as_array().size() > 2) text += "[" + std::string(edge.at(2).as_string()) + "]";
    }
    return text;
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
    return refusal([&] { (void)graph_type().create(source); });
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

/// A folder that goes with the object.
class TempFolder {
public:
    TempFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "graph-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = pattern;
    }
    ~TempFolder() { std::filesystem::remove_all(path_); }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    std::string file(const std::string& name, std::string_view content) const {
        const auto path = path_ / name;
        std::ofstream(path, std::ios::binary).write(content.data(), static_cast<std::streamsize>(content.size()));
        return path.string();
    }

private:
    std::filesystem::path path_;
};

}  // namespace wbm::graph
