#include "reserved.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace wbm::tool {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::string_view c_keywords[] = {
    "auto",     "break",  "case",    "char",   "const",    "continue", "default", "do",   "double",
    "else",     "enum",   "extern",  "float",  "for",      "goto",     "if",      "int",  "inline",
    "long",     "return", "short",   "signed", "register", "restrict", "sizeof",  "void", "static",
    "volatile", "struct", "typedef", "union",  "unsigned", "while",    "switch",
};

/// Those that C does not have.
constexpr std::string_view cpp_keywords[] = {
    "alignas",      "alignof",
    "and",          "and_eq",
    "asm",          "bitand",
    "bitor",        "bool",
    "catch",        "char16_t",
    "char32_t",     "char8_t",
    "class",        "co_await",
    "co_return",    "co_yield",
    "compl",        "concept",
    "consteval",    "constexpr",
    "constinit",    "const_cast",
    "decltype",     "delete",
    "explicit",     "export",
    "dynamic_cast", "false",
    "friend",       "mutable",
    "namespace",    "new",
    "noexcept",     "not",
    "not_eq",       "nullptr",
    "operator",     "or",
    "or_eq",        "private",
    "protected",    "public",
    "requires",     "static_assert",
    "static_cast",  "reinterpret_cast",
    "template",     "this",
    "thread_local", "throw",
    "true",         "try",
    "typeid",       "typename",
    "using",        "virtual",
    "wchar_t",      "xor",
    "xor_eq",
};

constexpr std::string_view rust_keywords[] = {
    "abstract", "as",      "async", "await",   "become", "box",   "break", "const", "continue", "crate", "do",
    "dyn",      "else",    "enum",  "extern",  "false",  "final", "fn",    "for",   "gen",      "if",    "impl",
    "in",       "let",     "loop",  "macro",   "match",  "mod",   "move",  "mut",   "override", "priv",  "pub",
    "ref",      "return",  "self",  "static",  "struct", "super", "trait", "true",  "try",      "type",  "typeof",
    "unsafe",   "unsized", "use",   "virtual", "where",  "while", "yield",
};

/// Targets that CMake makes in every project.
constexpr std::string_view cmake_targets[] = {
    "all",  "clean",   "edit_cache",     "help",          "install", "install_local", "list_install_components",
    "test", "package", "package_source", "rebuild_cache",
};

/// Functions of the C header and of jansson begin with these and end as the template's do; support.c is a file of it.
constexpr std::string_view c_taken[] = {"json", "support", "wbm"};

/// Crates that the project uses, and structs of every Rust file.
constexpr std::string_view rust_taken[] = {
    "alloc", "box", "core",  "itoa", "memchr", "none", "ok",         "option", "err", "result",
    "ryu",   "std", "serde", "some", "string", "test", "serde_json", "vec",    "wbm", "wbm_plugin",
};

bool has(Words words, std::string_view name) { return std::find(words.begin(), words.end(), name) != words.end(); }

}  // namespace

std::string_view reserved_for(std::string_view name, Language language) {
    if (language == Language::rust) {
        if (has(rust_keywords, name)) return "a keyword of Rust";
        return has(rust_taken, name) ? "taken by a crate or type that the project uses" : "";
    }
    if (has(c_keywords, name)) return language == Language::c ? "a keyword of C" : "a keyword of C++";
    if (language == Language::cpp && has(cpp_keywords, name)) return "a keyword of C++";
    if (language == Language::c && has(c_taken, name)) return "taken by a header or file that the project uses";
    return has(cmake_targets, name) ? "a target that CMake makes in every project" : "";
}

}  // namespace wbm::tool
