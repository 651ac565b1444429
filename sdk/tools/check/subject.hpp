// subject.hpp - the plugin that is checked, and what its values are made from.
#pragma once

#include "check/check.hpp"

#include <wbm/testing.hpp>

#include "describe/plugin_library.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
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
    std::size_t taken = 0;  ///< samples that it takes
    std::string refusal;    ///< what it said of one that it did not take
};

/// What is checked, and with what.
struct SubjectOptions {
    std::filesystem::path library;
    std::filesystem::path samples;              ///< a folder of files to make values from; may be empty
    std::vector<std::filesystem::path> beside;  ///< folders with plugins that it must live beside
    std::chrono::seconds fuzz_time{60};         ///< how long changed input is tried
};

/// The files; nothing is loaded in this process. [not thread-safe]
class Subject {
public:
    explicit Subject(const SubjectOptions& options);

    [[nodiscard]] const std::filesystem::path& library() const noexcept { return library_; }
    [[nodiscard]] const std::filesystem::path& manifest() const noexcept { return manifest_; }
    /// The author's folder; may be empty.
    [[nodiscard]] const std::filesystem::path& samples_folder() const noexcept { return options_.samples; }
    /// Copies the library into a folder, under another name: two files are two plugins for the loader. What stands
    /// beside the library is linked there, so that $ORIGIN finds it.
    [[nodiscard]] std::filesystem::path copy_library(const std::filesystem::path& folder,
                                                     const std::string& name) const;
    [[nodiscard]] const SubjectOptions& options() const noexcept { return options_; }
    [[nodiscard]] const std::vector<Sample>& samples() const noexcept { return samples_; }

    /// The table's types, read in a child the first time. Only after check 22.
    [[nodiscard]] const std::vector<TypeFacts>& types() const;
    /// Every type with every sample that it takes, tried in children the first time. Only after check 22.
    [[nodiscard]] const std::vector<Material>& materials() const;

private:
    void find_materials_of(std::size_t type) const;

    SubjectOptions options_;
    std::filesystem::path library_, manifest_;
    std::vector<Sample> samples_;
    mutable std::optional<std::vector<TypeFacts>> types_;
    mutable std::optional<std::vector<Material>> materials_;
};

/// The plugin, loaded and started, in a child process. Stops and closes it again.
class Session {
public:
    explicit Session(const Subject& subject) : Session(subject.library()) {}
    explicit Session(const std::filesystem::path& library);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    [[nodiscard]] const wbm_plugin& plugin() const noexcept { return *plugin_; }
    [[nodiscard]] testing::Type type(std::size_t index) const noexcept { return testing::Type(plugin_->types[index]); }
    [[nodiscard]] const testing::FakeHost& host() const noexcept { return host_; }

private:
    testing::FakeHost host_;
    PluginLibrary library_;
    const wbm_plugin* plugin_;
};

/// Do the type's facts have this member, and is it true?
[[nodiscard]] bool has_fact(const testing::Type& type, const char* name);

/// A case for each type and sample: `look` gets the started plugin. `wanted`: which; null for all.
[[nodiscard]] std::vector<Case> cases_of_materials(const Subject& subject,
                                                   const std::function<void(const Session&, const Material&)>& look,
                                                   const std::function<bool(const Material&)>& wanted = nullptr);
/// A case for each type that takes one of these inputs.
[[nodiscard]] std::vector<Case> cases_of_types(const Subject& subject,
                                               const std::function<void(const testing::Type&)>& look,
                                               std::uint32_t inputs = ~0U);

}  // namespace wbm::tool
