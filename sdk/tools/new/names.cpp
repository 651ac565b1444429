#include "names.hpp"

#include "manifest_check.hpp"
#include "reserved.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>
#include <utility>

namespace wbm::tool {
namespace {

constexpr std::size_t max_name = 64;

constexpr bool is_small(char c) noexcept { return c >= 'a' && c <= 'z'; }
constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// For an error: printable, and short.
std::string shown(std::string_view text) {
    std::string out = "\"";
    for (const char c : text.substr(0, max_name)) out += c >= ' ' && c <= '~' ? c : '?';
    return out + (text.size() > max_name ? "...\"" : "\"");
}

/// The nearest name that is sound: "Point-Cloud 2" is point_cloud_2.
std::string nearest(std::string_view given) {
    std::string name;
    for (const char c : given) {
        const char small = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        if (is_small(small) || (is_digit(small) && !name.empty()))
            name += small;
        else if (!name.empty() && name.back() != '_')
            name += '_';
    }
    name.resize(std::min(name.size(), max_name));
    while (!name.empty() && name.back() == '_') name.pop_back();
    return name.empty() ? "pointcloud" : name;
}

void check_name(std::string_view name, Language language) {
    const auto is_sound = [](char c) { return is_small(c) || is_digit(c) || c == '_'; };
    if (name.empty() || name.size() > max_name || !is_small(name[0]) ||
        !std::all_of(name.begin(), name.end(), is_sound))
        throw std::runtime_error(shown(name) +
                                 " is no name for a project; use 1 to 64 small letters, digits and _, a letter "
                                 "first, such as \"" +
                                 nearest(name) + "\"");
    if (const std::string_view why = reserved_for(name, language); !why.empty())
        throw std::runtime_error(shown(name) + " is " + std::string(why) + "; take another name, such as \"" +
                                 std::string(name) + "_data\"");
}

std::string camel_of(std::string_view name) {
    std::string camel;
    bool begins_word = true;
    for (const char c : name) {
        if (c != '_') camel += begins_word ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
        begins_word = c == '_';
    }
    return camel;
}

std::string mapped(std::string_view name, char (*change)(char)) {
    std::string out(name);
    std::transform(out.begin(), out.end(), out.begin(), change);
    return out;
}

}  // namespace

Language language_of(std::string_view word) {
    for (const Language language : {Language::cpp, Language::c, Language::rust})
        if (word == folder_of(language)) return language;
    throw std::runtime_error("there is no template for --lang " + shown(word) + "; write cpp, c or rust");
}

std::string_view title_of(Language language) {
    return language == Language::cpp ? "C++" : language == Language::c ? "C" : "Rust";
}

std::string_view folder_of(Language language) {
    return language == Language::cpp ? "cpp" : language == Language::c ? "c" : "rust";
}

ProjectNames::ProjectNames(std::string_view given, std::string_view given_id, Language language)
    : name(given), id(given_id) {
    check_name(given, language);
    camel = camel_of(name);
    upper = mapped(name, [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
    dashed = mapped(name, [](char c) { return c == '_' ? '-' : c; });
    while (dashed.back() == '-') dashed.pop_back();
    if (id.empty()) id = "com.example." + name;
    if (!plugin_table::is_id(id))
        throw std::runtime_error("--id " + shown(id) + " is no reverse domain name; write one such as \"com.example." +
                                 name + "\"");
}

std::string renamed(std::string_view text, const ProjectNames& names) {
    // Longer ones first, where one begins with another.
    const std::array<std::pair<std::string_view, std::string>, 5> words{{
        {"com.example.pointcloud", names.id},
        {"pointcloud-file", names.dashed + "-file"},
        {"pointcloud", names.name},
        {"PointCloud", names.camel},
        {"POINTCLOUD", names.upper},
    }};
    std::string out;
    while (!text.empty()) {
        const auto found = std::find_if(words.begin(), words.end(), [&](const auto& word) {
            return text.substr(0, word.first.size()) == word.first;
        });
        if (found == words.end()) {
            out += text[0];
            text.remove_prefix(1);
        } else {
            out += found->second;
            text.remove_prefix(found->first.size());
        }
    }
    return out;
}

}  // namespace wbm::tool
