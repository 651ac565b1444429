#include "check/library/elf_file.hpp"

#include <wbm/sdk/store.hpp>

#include <elf.h>
#include <link.h>

#include <bit>
#include <cstring>
#include <stdexcept>
#include <string_view>

namespace wbm::tool {
namespace {

using Header = ElfW(Ehdr);
using Section = ElfW(Shdr);
using Segment = ElfW(Phdr);
using Dynamic = ElfW(Dyn);
using Sym = ElfW(Sym);

constexpr std::size_t max_entries = 1U << 20;  // sections, segments, symbols

class Reader {
public:
    explicit Reader(const std::filesystem::path& file)
        : content_(read_file(file.string())), folder_(file.parent_path()) {}

    ElfFile read() {
        header_ = get<Header>(0);
        constexpr unsigned char data = std::endian::native == std::endian::little ? ELFDATA2LSB : ELFDATA2MSB;
        constexpr unsigned char width = sizeof(void*) == 8 ? ELFCLASS64 : ELFCLASS32;
        if (std::memcmp(header_.e_ident, ELFMAG, SELFMAG) != 0) throw std::runtime_error("it is no ELF file");
        if (header_.e_ident[EI_CLASS] != width || header_.e_ident[EI_DATA] != data)
            throw std::runtime_error("it has another word size or byte order than this machine");
        elf_.is_shared_library = header_.e_type == ET_DYN;
        elf_.machine = header_.e_machine;
        read_segments();
        read_sections();
        return std::move(elf_);
    }

private:
    template <class T>
    T get(std::uint64_t offset) const {
        if (offset > content_.size() || content_.size() - offset < sizeof(T)) throw std::runtime_error("it is cut off");
        T value;
        std::memcpy(&value, content_.data() + offset, sizeof(T));
        return value;
    }

    std::string text(std::uint64_t offset, std::uint64_t index) const {
        if (offset > content_.size() || index >= content_.size() - offset) throw std::runtime_error("it is cut off");
        const std::string_view rest = std::string_view(content_).substr(offset + index);
        return std::string(rest.substr(0, rest.find('\0')));
    }

    void read_segments() {
        for (std::size_t i = 0; i < header_.e_phnum; ++i) {
            const auto segment = get<Segment>(header_.e_phoff + i * sizeof(Segment));
            if (segment.p_type == PT_GNU_STACK) elf_.has_executable_stack = (segment.p_flags & PF_X) != 0;
            if (segment.p_type == PT_GNU_RELRO) elf_.has_relro = true;
        }
    }

    void read_sections() {
        for (std::size_t i = 0; i < header_.e_shnum; ++i) {
            const auto section = get<Section>(header_.e_shoff + i * sizeof(Section));
            if (section.sh_type != SHT_DYNSYM && section.sh_type != SHT_DYNAMIC) continue;
            const auto strings = get<Section>(header_.e_shoff + section.sh_link * sizeof(Section));
            if (section.sh_type == SHT_DYNSYM) read_symbols(section, strings.sh_offset);
            if (section.sh_type == SHT_DYNAMIC) read_dynamic(section, strings.sh_offset);
        }
    }

    void read_symbols(const Section& section, std::uint64_t strings) {
        const std::size_t count = section.sh_size / sizeof(Sym);
        if (count > max_entries) throw std::runtime_error("it has more than a million symbols");
        for (std::size_t i = 1; i < count; ++i) {
            const auto symbol = get<Sym>(section.sh_offset + i * sizeof(Sym));
            const unsigned bind = symbol.st_info >> 4;
            const unsigned type = symbol.st_info & 15U;
            const unsigned visibility = symbol.st_other & 3U;
            ElfFile::Symbol found;
            found.name = text(strings, symbol.st_name);
            found.is_function = type == STT_FUNC;
            found.is_defined = symbol.st_shndx != SHN_UNDEF;
            found.is_unique = found.is_defined && bind == STB_GNU_UNIQUE;
            found.is_exported = found.is_defined && bind != STB_LOCAL && type != STT_SECTION && type != STT_FILE &&
                                (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
            elf_.symbols.push_back(std::move(found));
        }
    }

    void read_dynamic(const Section& section, std::uint64_t strings) {
        for (std::size_t i = 0; i < section.sh_size / sizeof(Dynamic) && i < max_entries; ++i) {
            const auto entry = get<Dynamic>(section.sh_offset + i * sizeof(Dynamic));
            if (entry.d_tag == DT_NULL) break;
            if (entry.d_tag == DT_NEEDED) elf_.needed.push_back(text(strings, entry.d_un.d_val));
            if (entry.d_tag == DT_RPATH || entry.d_tag == DT_RUNPATH) add_search_path(text(strings, entry.d_un.d_val));
            if (entry.d_tag == DT_TEXTREL) elf_.has_text_relocations = true;
            if (entry.d_tag != DT_FLAGS) continue;
            if ((entry.d_un.d_val & DF_TEXTREL) != 0) elf_.has_text_relocations = true;
            if ((entry.d_un.d_val & DF_STATIC_TLS) != 0) elf_.has_static_tls = true;
        }
    }

    void add_search_path(const std::string& folders) {
        for (std::size_t start = 0; start <= folders.size();) {
            const std::size_t end = std::min(folders.find(':', start), folders.size());
            std::string folder = folders.substr(start, end - start);
            elf_.run_path.push_back(folder);
            for (const std::string_view token : {"$ORIGIN", "${ORIGIN}"})
                if (const auto at = folder.find(token); at != std::string::npos)
                    folder.replace(at, token.size(), std::filesystem::absolute(folder_).string());
            elf_.search_path.push_back(std::move(folder));
            start = end + 1;
        }
    }

    std::string content_;
    std::filesystem::path folder_;
    Header header_{};
    ElfFile elf_;
};

}  // namespace

ElfFile ElfFile::read(const std::filesystem::path& file) { return Reader(file).read(); }

}  // namespace wbm::tool
