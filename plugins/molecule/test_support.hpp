// test_support.hpp - what the tests of this folder share.
#pragma once

#include "molecule.hpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace wbm::molecule {

using testing::FakeStore;
using testing::Refused;
using testing::round_trip;
using testing::Value;

inline const testing::Type& molecule_type() {
    static const testing::Type type = testing::type_of<Molecule>();
    return type;
}

inline const Molecule& of(const Value& value) { return *reinterpret_cast<const Molecule*>(value.get()); }

inline Molecule made(testing::Source source) {
    const Value value = molecule_type().create(source);
    source.overwrite();
    return of(value);
}

inline std::filesystem::path corpus(const std::string& name) { return std::filesystem::path(WBM_CORPUS) / name; }
inline std::string sample(const std::string& name) { return read_file(corpus(name).string()); }

inline std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
    return files;
}

inline testing::Source file_source(const std::filesystem::path& path, const json::object& options = {}) {
    return testing::Source::path(path.string()).with_options(options);
}
inline testing::Source text_source(const std::string& text, const std::string& type) {
    return testing::Source::bytes(text).with_options({{"file_type", type}});
}
inline testing::Source smiles_source(const std::string& text, json::object options = {}) {
    options["from"] = "smiles";
    return testing::Source::bytes(text).with_options(options);
}

inline Molecule from_file(const std::filesystem::path& path, const json::object& options = {}) {
    return made(file_source(path, options));
}
inline Molecule from_sample(const std::string& name) { return from_file(corpus(name)); }
inline Molecule from_text(const std::string& text, const std::string& type) { return made(text_source(text, type)); }
inline Molecule from_smiles(const std::string& text, const json::object& options = {}) {
    return made(smiles_source(text, options));
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

inline std::string refusal_of(testing::Source source) {
    return refusal([&] { (void)molecule_type().create(source); });
}
inline std::string refusal_of_text(const std::string& text, const std::string& type) {
    return refusal_of(text_source(text, type));
}

/// Are all of these in the text?
inline ::testing::AssertionResult says(const std::string& text, const std::vector<std::string>& pieces) {
    for (const std::string& piece : pieces)
        if (text.find(piece) == std::string::npos)
            return ::testing::AssertionFailure() << '"' << text << "\" does not say \"" << piece << '"';
    return ::testing::AssertionSuccess();
}

inline std::vector<double> coordinates(const Molecule& molecule, const json::object& options = {}) {
    const Array array = molecule.tensor(options);
    EXPECT_EQ(array.dl().ndim, 2);
    EXPECT_EQ(array.dl().shape[1], 3);
    const auto* first = static_cast<const double*>(array.dl().data);
    return {first, first + element_count(array.dl())};
}

/// What is known of the contents, as JSON.
inline std::string facts_of(const Molecule& molecule) {
    json::object j;
    molecule.contents.add_to(j);
    return json::write(j);
}

}  // namespace wbm::molecule
