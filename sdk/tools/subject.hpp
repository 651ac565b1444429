// subject.hpp - the plugin that is checked, and what its values are made from.
#pragma once

#include <wbm/testing.hpp>

#include "plugin_library.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::tool {

/// Something to create a value from.
struct Sample {
    std::string label;     ///< "cat.png as path"
    int kind = 0;          ///< WBM_FROM_*
    bool is_file = false;  ///< the author's, not one of ours
    std::function<testing::Source()> source;
};

/// A type and a sample that it takes.
struct Material {
    std::size_t type;
    const Sample* sample;
    std::string label;  ///< "image-file from cat.png as path"

    /// The store that must take such a value: only an artifact keeps references.
    [[nodiscard]] int store_kind() const noexcept { return sample->kind == WBM_FROM_URL ? WBM_ARTIFACT : WBM_RUN; }
};

struct TypeFacts {
    std::string name;
    std::uint32_t inputs = 0;
};

/// The files; nothing is loaded.
struct Subject {
    std::filesystem::path library;
    std::filesystem::path manifest;
    std::vector<Sample> samples;
    std::vector<TypeFacts> types;     ///< filled once the table is known to be sound
    std::vector<Material> materials;  ///< filled by find_materials()
};

/// The plugin, loaded and started, in a child process. Stops and closes it again.
class Session {
public:
    explicit Session(const Subject& subject);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    [[nodiscard]] const wbm_plugin& plugin() const noexcept { return *plugin_; }
    [[nodiscard]] testing::Type type(std::size_t index) const noexcept { return testing::Type(plugin_->types[index]); }

private:
    testing::FakeHost host_;
    PluginLibrary library_;
    const wbm_plugin* plugin_;
};

/// Do the type's facts have this member, and is it true?
[[nodiscard]] bool has_fact(const testing::Type& type, const char* name);

/// Ours, for each kind of input, and each file of the folder (if there is one) as path and as bytes.
[[nodiscard]] std::vector<Sample> make_samples(const std::filesystem::path& folder);

}  // namespace wbm::tool
