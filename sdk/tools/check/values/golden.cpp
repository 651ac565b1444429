#include "check/values/golden.hpp"

#include "check/refusals/hostile_input.hpp"
#include "check/runner.hpp"
#include "check/values/input_cases.hpp"

#include <wbm/json.hpp>
#include <wbm/sdk/members.hpp>
#include <wbm/sdk/store.hpp>

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <fstream>

namespace wbm::tool {
namespace {

namespace fs = std::filesystem;
using testing::FakeStore;
using testing::Type;
using testing::Value;

constexpr std::size_t max_values = 1000;
constexpr std::size_t max_files = 1000;  // beside the values of one folder

fs::path golden_folder(const Subject& subject) { return subject.samples_folder() / "golden"; }

bool is_value_file(const fs::directory_entry& entry) {
    return entry.is_regular_file() && entry.path().extension() == ".json";
}

/// The values in the golden folder and in those below it, one for each release.
std::vector<fs::path> value_files(const fs::path& golden) {
    std::vector<fs::path> files;
    const auto add = [&](const fs::directory_entry& entry) {
        if (is_value_file(entry) && files.size() < max_values) files.push_back(entry.path());
    };
    for (const auto& entry : fs::directory_iterator(golden)) {
        add(entry);
        if (entry.is_directory())
            for (const auto& below : fs::directory_iterator(entry.path())) add(below);
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// What lies in the folders beside the values goes into the store, under the same paths.
void put_files(const FakeStore& store, const fs::path& folder) {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file() || (entry.path().parent_path() == folder && is_value_file(entry))) continue;
        require(++count <= max_files, folder.string() + " has more than " + std::to_string(max_files) + " files");
        store.put(entry.path().lexically_relative(folder).generic_string(), read_file(entry.path().string()));
    }
}

bool reads(const wbm_type& type, std::string_view name) {
    if (name == type.name) return true;
    for (const char* const* alias = type.aliases; alias != nullptr && *alias != nullptr; ++alias)
        if (name == *alias) return true;
    return false;
}

/// The plugin's type that reads this `_type`.
Type type_named(const wbm_plugin& plugin, const std::string& name) {
    for (const wbm_type* const* type = plugin.types; *type != nullptr; ++type)
        if (reads(**type, name)) return Type(*type);
    throw Failure("its _type is \"" + name + "\", which no type of the plugin reads any more; keep it as an alias");
}

void check_golden(const Subject& subject, const fs::path& file) {
    const Session session(subject);
    const std::string json = read_file(file.string());
    const Type type = type_named(session.plugin(), text(json::read_object(json), "_type"));
    const FakeStore store(WBM_RUN);
    put_files(store, file.parent_path());
    std::optional<Value> value;
    if (const auto refusal = refusal_of([&] { value.emplace(type.from_json(json, store)); }))
        throw Failure("what an earlier release wrote is refused: " + *refusal);
    FakeStore target(WBM_RUN);
    target.keep_names_of(store);
    std::string again;
    if (const auto refusal = refusal_of([&] { again = type.to_json(*value, target); }))
        throw Failure("it was read, but cannot be written again: " + *refusal);
    require(type.equal(*value, type.from_json(again, target)),
            "it was read, but the value that is written and read again is not equal");
}

/// "cat.png as path" as a file's name.
std::string file_name(const Material& material) {
    std::string name = material.label;
    std::replace_if(
        name.begin(), name.end(),
        [](unsigned char c) { return std::isalnum(c) == 0 && c != '.' && c != '-' && c != '_'; }, '_');
    return name + ".json";
}

/// Writes a file through a temporary one. Nothing happens when the same bytes are there.
void keep_file(const fs::path& file, const std::string& content) {
    if (fs::exists(file)) {
        if (read_file(file.string()) == content) return;
        throw std::runtime_error(file.string() +
                                 " is there with other content; a golden file stays as the release wrote "
                                 "it: raise the plugin's version, or remove the file if it was not released");
    }
    fs::create_directories(file.parent_path());
    const fs::path temporary = file.parent_path() / (".wbm-" + std::to_string(getpid()) + ".tmp");
    try {
        std::ofstream out(temporary, std::ios::binary);
        out.write(content.data(), static_cast<std::streamsize>(content.size()));
        out.close();
        if (!out) throw std::runtime_error("cannot write " + temporary.string());
        fs::rename(temporary, file);
    } catch (...) {
        std::error_code ignored;
        fs::remove(temporary, ignored);
        throw;
    }
}

/// In a child: writes one value. Its files go first, so that a value which is there has all of them.
std::string write_one(const Subject& subject, const Material& material) {
    const Session session(subject);
    const Type type = session.type(material.type);
    const FakeStore store(WBM_RUN);
    const std::string json = type.to_json(type.create(material.sample->source()), store);
    const std::string version = session.plugin().version;
    const fs::path folder = golden_folder(subject) / version;
    require(!version.empty() && version.find('/') == std::string::npos && version.front() != '.',
            "the plugin's version \"" + version + "\" is no name for a folder");
    for (const auto& added : store.added()) keep_file(folder / added.path, added.content);
    keep_file(folder / file_name(material), json);
    return {};
}

}  // namespace

std::vector<Case> golden_cases(const Subject& subject) {
    std::vector<Case> cases;
    std::error_code none;
    if (subject.samples_folder().empty() || !fs::is_directory(golden_folder(subject), none)) return cases;
    const fs::path golden = fs::absolute(golden_folder(subject));
    for (const fs::path& file : value_files(golden))
        cases.emplace_back(file.lexically_relative(golden).string(), [&subject, file] { check_golden(subject, file); });
    return cases;
}

int write_golden(const Subject& subject) {
    if (subject.samples_folder().empty())
        throw std::runtime_error("golden files need a folder of samples; use --samples FOLDER");
    int written = 0;
    for (const Material& material : subject.materials()) {
        if (material.store_kind() != WBM_RUN) continue;
        (void)in_child([&] { return write_one(subject, material); });
        ++written;
    }
    return written;
}

}  // namespace wbm::tool
