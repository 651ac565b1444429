// elf_file.hpp - what a shared library's file says, read without running it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace wbm::tool {

/// A native ELF file. Every offset in it is checked: the file is not trusted.
struct ElfFile {
    struct Symbol {
        std::string name;
        bool is_function = false;
        bool is_defined = false;
        bool is_unique = false;    ///< STB_GNU_UNIQUE: one for the whole process, so the library never unloads
        bool is_exported = false;  ///< defined and visible to others
    };

    bool is_shared_library = false;
    std::uint16_t machine = 0;
    bool has_text_relocations = false;
    bool has_executable_stack = true;  ///< also when the file does not say
    bool has_relro = false;
    bool has_static_tls = false;           ///< DF_STATIC_TLS: may not load once a program runs
    std::vector<std::string> needed;       ///< libraries, as they are written
    std::vector<std::string> run_path;     ///< RPATH or RUNPATH, as they are written
    std::vector<std::string> search_path;  ///< RPATH or RUNPATH, $ORIGIN replaced
    std::vector<Symbol> symbols;           ///< the dynamic ones

    /// Throws std::runtime_error when it is no ELF file of this machine's word size and byte order, or a broken one.
    [[nodiscard]] static ElfFile read(const std::filesystem::path& file);
};

}  // namespace wbm::tool
