// A folder with plugins in it, each copied there with a manifest: what a test of the registry starts from.
#pragma once

#include <wbm/error.hpp>
#include <wbm/json.hpp>
#include <wbm/registry.hpp>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "temp_dir.hpp"

namespace wbm::test {

inline void write_file(const std::filesystem::path& file, std::string_view content) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
}

/// The manifest of a library as its table gives it, with the library's name.
inline json::object manifest_for(const std::filesystem::path& library) {
    json::object manifest = describe_library(library);
    manifest["library"] = library.filename().string();
    return manifest;
}

/// Copies `<built>/<name>.so` to `<folder>/<as>.so` and writes `<as>.json` beside it. Returns the manifest's path. A
/// copy is a library of its own, with its own statics, so that tests do not meet in one.
inline std::filesystem::path install(const std::filesystem::path& built, const std::string& name,
                                     const std::filesystem::path& folder, std::string as = {}) {
    if (as.empty()) as = name;
    std::filesystem::create_directories(folder);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    const std::filesystem::path library = folder / (as + ".so"), manifest = folder / (as + ".json");
    std::filesystem::copy_file(built / (name + ".so"), library, std::filesystem::copy_options::overwrite_existing);
    std::filesystem::permissions(library, std::filesystem::perms::owner_all);
    write_file(manifest, json::write(manifest_for(library), json::Style::indented));
    std::filesystem::permissions(manifest, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    return manifest;
}

/// Is a file of this name mapped into the process?
inline bool is_mapped(const std::filesystem::path& library) {
    return slurp("/proc/self/maps").find(library.string()) != std::string::npos;
}

/// Changes the first place of a text in a file, in place: the folder's times stay.
inline void replace_in(const std::filesystem::path& file, const std::string& what, const std::string& with) {
    std::string text = slurp(file);
    const std::size_t at = text.find(what);
    if (at == std::string::npos) throw std::runtime_error(what + " is not in " + file.string());
    write_file(file, text.replace(at, what.size(), with));
}

/// Only these folders, and no cache.
inline RegistryOptions only(std::vector<std::filesystem::path> folders) {
    RegistryOptions options;
    options.directories = std::move(folders);
    options.search_standard_places = false;
    options.use_cache = false;
    return options;
}

/// What a call throws: its status and text; status ok when it throws nothing.
struct Refusal {
    Status status = Status::ok;
    std::string text;
    std::string plugin;
};
template <class Call>
Refusal refusal(Call call) {
    try {
        call();
    } catch (const MediaError& error) {
        return {error.status(), error.what(), error.plugin()};
    }
    return {};
}

}  // namespace wbm::test
