// Checks 10 to 13 and 15: what the library shares with the rest of the process.
#include "check/check.hpp"
#include "check/library/elf_file.hpp"
#include "check/subject.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace wbm::tool {
namespace {

/// Names that begin like these belong to libraries which the program, or another plugin, may have too.
constexpr std::array<std::string_view, 30> library_prefixes = {
    "_ZN5boost", "_ZNK5boost", "_ZTIN5boost", "_ZTVN5boost", "_ZTSN5boost", "_ZGVN5boost", "_ZNSt", "_ZNKSt",
    "_ZSt",      "_ZTISt",     "_ZTVSt",      "_ZTSSt",      "_ZTINSt",     "png_",        "jpeg_", "av_",
    "avcodec_",  "avformat_",  "sf_",         "TIFF",        "WebP",        "DGif",        "EGif",  "XML_",
    "deflate",   "inflate",    "libdeflate_", "json_",       "cJSON_",      "BZ2_",
};
/// A library that defines one of these changes the whole program.
constexpr std::array<std::string_view, 26> interposers = {
    "malloc",        "free",
    "calloc",        "realloc",
    "reallocarray",  "posix_memalign",
    "aligned_alloc", "memalign",
    "valloc",        "signal",
    "sigaction",     "atexit",
    "on_exit",       "__cxa_atexit",
    "__cxa_throw",   "exit",
    "_exit",         "abort",
    "fork",          "dlopen",
    "dlsym",         "pthread_create",
    "open",          "write",
    "setlocale",     "__libc_start_main",
};
/// operator new and delete in all their forms.
constexpr std::array<std::string_view, 4> operator_prefixes = {"_Znw", "_Zna", "_Zdl", "_Zda"};

template <std::size_t N>
bool begins_with_one_of(const std::array<std::string_view, N>& prefixes, std::string_view name) {
    return std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view p) { return name.starts_with(p); });
}

bool is_interposer(std::string_view name) {
    return std::find(interposers.begin(), interposers.end(), name) != interposers.end() ||
           begins_with_one_of(operator_prefixes, name);
}

bool is_of_a_library(std::string_view name) { return begins_with_one_of(library_prefixes, name); }

constexpr const char* remedy = "; link it with the SDK's version script, plugin.map";

/// The exported symbols for which `is_wanted`, as "3: a, b, c"; empty when there are none.
std::string exported(const Subject& subject, const std::function<bool(const ElfFile::Symbol&)>& is_wanted) {
    constexpr std::size_t shown = 3;
    std::string names;
    std::size_t count = 0;
    for (const auto& symbol : ElfFile::read(subject.library()).symbols) {
        if (!symbol.is_exported || symbol.name == WBM_ENTRY_SYMBOL || !is_wanted(symbol)) continue;
        if (++count <= shown) names += (names.empty() ? "" : ", ") + symbol.name;
    }
    return count == 0 ? std::string() : std::to_string(count) + ": " + names;
}

/// What another check tells is not told twice.
void check_exported(const Subject& subject) {
    const std::string others = exported(subject, [](const ElfFile::Symbol& symbol) {
        return !symbol.is_unique && !is_interposer(symbol.name) && !is_of_a_library(symbol.name);
    });
    require(others.empty(), "it also exports " + others + remedy);
}

void check_unique(const Subject& subject) {
    const std::string unique = exported(subject, [](const ElfFile::Symbol& symbol) { return symbol.is_unique; });
    require(unique.empty(), "one for the whole process are " + unique + "; compile with -fvisibility=hidden" + remedy);
}

void check_library_symbols(const Subject& subject) {
    const std::string copies = exported(
        subject, [](const ElfFile::Symbol& symbol) { return !symbol.is_unique && is_of_a_library(symbol.name); });
    require(copies.empty(), "it exports its copy of a library, which others may then call, " + copies + remedy);
}

void check_interposers(const Subject& subject) {
    const std::string found = exported(subject, [](const ElfFile::Symbol& s) { return is_interposer(s.name); });
    require(found.empty(), "it defines what belongs to the program, " + found + remedy);
}

/// Loading finds every symbol or fails.
void check_resolves(const Subject& subject) { const PluginLibrary opened(subject.library()); }

}  // namespace

std::vector<Check> symbol_checks() {
    return {
        {10, "exported-symbols", "exactly one exported symbol", {1}, once(&check_exported)},
        {11, "symbols-resolve", "every symbol that it needs is found", {1, 2, 8}, once(&check_resolves)},
        {12, "unique-symbols", "no symbol that is unique in the process", {1}, once(&check_unique)},
        {13, "library-symbols", "no copy of a library that others would call", {1}, once(&check_library_symbols)},
        {15, "interposed-functions", "nothing of the program is replaced", {1}, once(&check_interposers)},
    };
}

}  // namespace wbm::tool
