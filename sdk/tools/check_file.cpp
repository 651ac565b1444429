// Checks 1 to 8: the files, before any of the plugin's code runs.
#include "check_groups.hpp"
#include "elf_file.hpp"

#include <wbm/json.hpp>
#include <wbm/sdk/members.hpp>
#include <wbm/sdk/store.hpp>

#include "manifest_check.hpp"

#include <dlfcn.h>

namespace wbm::tool {
namespace {

json::object manifest_of(const Subject& subject) { return json::read_object(read_file(subject.manifest.string())); }

void check_native(const Subject& subject) {
    const ElfFile elf = ElfFile::read(subject.library);
    require(elf.is_shared_library, "it is no shared library");
    require(elf.machine == ElfFile::read("/proc/self/exe").machine,
            "it is for another machine, number " + std::to_string(elf.machine));
}

void check_entry(const Subject& subject) {
    for (const auto& symbol : ElfFile::read(subject.library).symbols) {
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
    require(name == subject.library.filename().string(), "\"library\" is \"" + name + "\"");
}

void check_sha256(const Subject& subject) {
    const std::string is = testing::sha256(read_file(subject.library.string()));
    const std::string said = text(manifest_of(subject), "sha256");
    require(is == said, "the library has " + is + ", the manifest says " + said + "; run wbm-plugin describe again");
}

void check_hardening(const Subject& subject) {
    const ElfFile elf = ElfFile::read(subject.library);
    require(!elf.has_text_relocations, "it has text relocations; compile it with -fPIC");
    require(!elf.has_executable_stack, "its stack is executable; link it with -Wl,-z,noexecstack");
    require(elf.has_relro, "it has no RELRO segment; link it with -Wl,-z,relro");
}

void check_needed(const Subject& subject) {
    const ElfFile elf = ElfFile::read(subject.library);
    for (const std::string& name : elf.needed) {
        bool found = dlopen(name.c_str(), RTLD_LAZY | RTLD_LOCAL) != nullptr;  // never closed: the child ends
        for (const std::string& folder : elf.search_path)
            found = found || std::filesystem::exists(std::filesystem::path(folder) / name);
        require(found, "it needs " + name + ", which is not found");
    }
}

}  // namespace

void check_file(Report& report, const Subject& subject) {
    report.check(1, "a shared library for this machine", [&] { check_native(subject); });
    report.check(2, "defines " WBM_ENTRY_SYMBOL " as a function", [&] { check_entry(subject); });
    const bool sound =
        report.check(3, "a manifest stands beside it", [&] { plugin_table::check_manifest(manifest_of(subject)); });
    const std::string why = "the manifest cannot be used";
    const std::string beside = "the manifest names the library beside it";
    const std::string hash = "the manifest has the library's SHA-256";
    if (sound) {
        report.check(4, beside, [&] { check_library_name(subject); });
        report.check(5, hash, [&] { check_sha256(subject); });
    } else {
        report.skip(4, beside, why);
        report.skip(5, hash, why);
    }
    report.check(7, "no text relocations, no executable stack, RELRO", [&] { check_hardening(subject); });
    report.check(8, "the libraries that it needs are found", [&] { check_needed(subject); });
}

}  // namespace wbm::tool
