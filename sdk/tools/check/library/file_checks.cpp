// Checks 1 to 9: the files, before any of the plugin's code runs.
#include "check/check.hpp"
#include "check/library/elf_file.hpp"
#include "check/subject.hpp"

#include <wbm/json.hpp>
#include <wbm/sdk/members.hpp>
#include <wbm/sdk/store.hpp>

#include "manifest_check.hpp"

#include <dlfcn.h>

namespace wbm::tool {
namespace {

json::object manifest_of(const Subject& subject) { return json::read_object(read_file(subject.manifest().string())); }

void check_native(const Subject& subject) {
    const ElfFile elf = ElfFile::read(subject.library());
    require(elf.is_shared_library, "it is no shared library");
    require(elf.machine == ElfFile::read("/proc/self/exe").machine,
            "it is for another machine, number " + std::to_string(elf.machine));
}

void check_entry(const Subject& subject) {
    for (const auto& symbol : ElfFile::read(subject.library()).symbols) {
        if (symbol.name != WBM_ENTRY_SYMBOL || !symbol.is_exported) continue;
        require(symbol.is_function, WBM_ENTRY_SYMBOL " is not a function");
        return;
    }
    throw Failure("it does not export " WBM_ENTRY_SYMBOL "; is there a WBM_PLUGIN(...)?");
}

void check_library_name(const Subject& subject) {
    const std::string name = text(manifest_of(subject), "library");
    require(name.find('/') == std::string::npos && name != "..",
            "\"library\" must be a file name without folders, it is \"" + name + "\"");
    require(name == subject.library().filename().string(), "\"library\" is \"" + name + "\"");
}

void check_sha256(const Subject& subject) {
    const std::string is = testing::sha256(read_file(subject.library().string()));
    const std::string said = text(manifest_of(subject), "sha256");
    require(is == said, "the library has " + is + ", the manifest says " + said + "; run wbm-plugin describe again");
}

bool is_build_tree(std::filesystem::path folder) {
    for (;; folder = folder.parent_path()) {
        if (std::filesystem::exists(folder / "CMakeCache.txt") || std::filesystem::exists(folder / "build.ninja"))
            return true;
        if (!folder.has_relative_path()) return false;
    }
}

/// Why a library must not be looked for there; empty when it may.
std::string search_path_flaw(const std::string& folder) {
    namespace fs = std::filesystem;
    if (folder.starts_with("$ORIGIN") || folder.starts_with("${ORIGIN}")) return {};
    if (folder.empty()) return "it is empty, which means the current folder";
    if (!folder.starts_with('/')) return "it is relative to the current folder";
    std::error_code failed;
    const fs::perms mode = fs::status(folder, failed).permissions();
    if (failed || !fs::exists(folder, failed))
        return "there is no such folder; whoever makes it decides what is loaded";
    if ((mode & (fs::perms::group_write | fs::perms::others_write)) != fs::perms::none) return "others may write there";
    if (is_build_tree(folder)) return "it is a build tree";
    return {};
}

void check_search_path(const Subject& subject) {
    for (const std::string& folder : ElfFile::read(subject.library()).run_path) {
        const std::string flaw = search_path_flaw(folder);
        require(flaw.empty(), "its RUNPATH has \"" + folder + "\": " + flaw +
                                  "; use $ORIGIN, or set BUILD_WITH_INSTALL_RPATH in CMake");
    }
}

void check_static_tls(const Subject& subject) {
    require(!ElfFile::read(subject.library()).has_static_tls,
            "it uses static TLS (DF_STATIC_TLS), of which a running program may have none left; compile it without "
            "-ftls-model=initial-exec, or link what has it as a shared library");
}

void check_hardening(const Subject& subject) {
    const ElfFile elf = ElfFile::read(subject.library());
    require(!elf.has_text_relocations, "it has text relocations; compile it with -fPIC");
    require(!elf.has_executable_stack, "its stack is executable; link it with -Wl,-z,noexecstack");
    require(elf.has_relro, "it has no RELRO segment; link it with -Wl,-z,relro");
}

void check_needed(const Subject& subject) {
    const ElfFile elf = ElfFile::read(subject.library());
    for (const std::string& name : elf.needed) {
        bool found = dlopen(name.c_str(), RTLD_LAZY | RTLD_LOCAL) != nullptr;  // never closed: the child ends
        for (const std::string& folder : elf.search_path)
            found = found || std::filesystem::exists(std::filesystem::path(folder) / name);
        require(found, "it needs " + name + ", which is not found");
    }
}

void check_manifest(const Subject& subject) { plugin_table::check_manifest(manifest_of(subject)); }

}  // namespace

std::vector<Check> file_checks() {
    return {
        {1, "native-library", "a shared library for this machine", {}, once(&check_native)},
        {2, "entry-defined", "defines " WBM_ENTRY_SYMBOL " as a function", {1}, once(&check_entry)},
        {3, "manifest-present", "a manifest stands beside it", {}, once(&check_manifest)},
        {4, "manifest-library", "the manifest names the library beside it", {3}, once(&check_library_name)},
        {5, "manifest-sha256", "the manifest has the library's SHA-256", {3}, once(&check_sha256)},
        {6,
         "search-path",
         "no search path into a build tree or a place that others write to",
         {1},
         once(&check_search_path)},
        {7, "hardening", "no text relocations, no executable stack, RELRO", {1}, once(&check_hardening)},
        {8, "needed-libraries", "the libraries that it needs are found", {1}, once(&check_needed)},
        {9, "static-tls", "no static thread-local storage", {1}, once(&check_static_tls)},
    };
}

}  // namespace wbm::tool
