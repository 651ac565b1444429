#include "manifest_check.hpp"

#include <wbm/plugin.h>

#include <algorithm>
#include <set>

namespace wbm::plugin_table {

namespace {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_alnum(char c) noexcept { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Calls `good` for each piece between the separators; false as soon as one is not good.
template <class Good>
bool every_piece(std::string_view text, char separator, Good good) noexcept {
    for (std::size_t begin = 0;;) {
        const std::size_t end = std::min(text.find(separator, begin), text.size());
        if (!good(text.substr(begin, end - begin))) return false;
        if (end == text.size()) return true;
        begin = end + 1;
    }
}

bool is_number(std::string_view piece) noexcept {
    return !piece.empty() && std::all_of(piece.begin(), piece.end(), is_digit) &&
           (piece.size() == 1 || piece[0] != '0');
}

bool is_label(std::string_view piece, std::string_view besides) noexcept {
    return !piece.empty() && std::all_of(piece.begin(), piece.end(), [&](char c) {
        return is_alnum(c) || besides.find(c) != std::string_view::npos;
    });
}

/// Text from the outside, for an error: in quotes and short.
std::string shown(std::string_view text) {
    std::string out;
    json::append_string(out, json::is_utf8(text) ? text.substr(0, name_bytes) : "(not UTF-8)", json::Style::standard);
    return out;
}

[[noreturn]] void refuse(const std::string& where, std::string_view what) {
    throw Error(where + " " + std::string(what));
}

const json::value& member(const json::object& object, std::string_view key, const std::string& where) {
    const json::value* found = object.if_contains(key);
    if (found == nullptr) refuse(where, "is missing");
    return *found;
}

std::string_view text_member(const json::object& object, std::string_view key, const std::string& where) {
    const json::value& found = member(object, key, where);
    if (!found.is_string()) refuse(where, "must be text");
    return found.get_string();
}

const json::array& array_of(const json::value& v, const std::string& where) {
    if (!v.is_array()) refuse(where, "must be a list");
    return v.get_array();
}

void check_texts(const json::object& type, std::string_view key, const std::string& where) {
    const std::string place = where + "." + std::string(key);
    for (const json::value& v : array_of(member(type, key, place), place))
        if (!v.is_string()) refuse(place, "must be a list of texts");
}

void check_type_name(const json::value& v, const std::string& where, std::set<std::string, std::less<>>& taken) {
    if (!v.is_string()) refuse(where, "must be text");
    const std::string_view name = v.get_string();
    if (!is_type_name(name))
        refuse(where, shown(name) + " is not a type name; use 1 to 128 letters, digits, '-', '_' and '/'");
    if (!taken.emplace(name).second) refuse(where, shown(name) + " comes twice; names and aliases must be unique");
}

void check_aliases(const json::object& type, const std::string& where, std::set<std::string, std::less<>>& taken) {
    const json::value* aliases = type.if_contains("aliases");
    if (aliases == nullptr) return;
    const json::array& list = array_of(*aliases, where + ".aliases");
    if (list.size() > max_aliases)
        refuse(where + ".aliases", "has more than " + std::to_string(max_aliases) + " names");
    for (std::size_t i = 0; i < list.size(); ++i)
        check_type_name(list[i], where + ".aliases[" + std::to_string(i) + "]", taken);
}

void check_extensions(const json::object& type, const std::string& where) {
    const json::value* extensions = type.if_contains("extensions");
    if (extensions == nullptr) return;
    const std::string place = where + ".extensions";
    for (const json::value& v : array_of(*extensions, place)) {
        if (!v.is_string()) refuse(place, "must be a list of texts");
        const std::string_view text = v.get_string();
        if (text.size() < 2 || text.size() > name_bytes || text[0] != '.' || !is_label(text.substr(1), "._+-"))
            refuse(place, shown(text) + " is not a file extension; write it with its dot, such as \".png\"");
    }
}

void check_magic_piece(const json::value& v, const std::string& where) {
    if (!v.is_object()) refuse(where, "must be an object such as {\"offset\":0,\"hex\":\"89504e47\"}");
    const json::object& piece = v.get_object();
    const json::value& offset = member(piece, "offset", where + ".offset");
    const std::string bytes = bytes_of_hex(text_member(piece, "hex", where + ".hex"));
    if (bytes.empty()) refuse(where + ".hex", "must be pairs of hexadecimal digits");
    if (!offset.is_int64() || offset.get_int64() < 0 || offset.get_int64() > static_cast<std::int64_t>(magic_end) ||
        static_cast<std::size_t>(offset.get_int64()) + bytes.size() > magic_end)
        refuse(where + ".offset",
               "must be a whole number so that the bytes end within the first " + std::to_string(magic_end));
}

void check_magic(const json::object& type, const std::string& where) {
    const json::value* magic = type.if_contains("magic");
    if (magic == nullptr) return;
    const json::array& list = array_of(*magic, where + ".magic");
    if (list.size() > max_magics) refuse(where + ".magic", "has more than " + std::to_string(max_magics) + " entries");
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string place = where + ".magic[" + std::to_string(i) + "]";
        check_magic_piece(list[i], place);
        const json::value* more = list[i].get_object().if_contains("and");
        if (more == nullptr) continue;
        if (array_of(*more, place + ".and").size() > max_magics) refuse(place + ".and", "has too many entries");
        for (const json::value& piece : more->get_array()) check_magic_piece(piece, place + ".and");
    }
}

/// `batch` and `run_type` are `_type`s that the type writes but does not own, so others may write them too.
void check_written_type(const json::object& type, std::string_view key, const std::string& where) {
    const json::value* found = type.if_contains(key);
    if (found == nullptr) return;
    if (!found->is_string() || !is_type_name(found->get_string()))
        refuse(where + "." + std::string(key), "must be the `_type` that is written, such as \"images/separated\"");
}

void check_type(const json::value& v, const std::string& where, std::set<std::string, std::less<>>& taken) {
    if (!v.is_object()) refuse(where, "must be an object");
    const json::object& type = v.get_object();
    check_type_name(member(type, "name", where + ".name"), where + ".name", taken);
    check_aliases(type, where, taken);
    check_texts(type, "inputs", where);
    check_texts(type, "abilities", where);
    check_extensions(type, where);
    check_magic(type, where);
    check_written_type(type, "batch", where);
    check_written_type(type, "run_type", where);
    if (const json::value* options = type.if_contains("options"); options != nullptr && !options->is_object())
        refuse(where + ".options", "must be an object: the JSON schema of create()'s options");
    if (const json::value* list = type.if_contains("list"); list != nullptr && !list->is_bool())
        refuse(where + ".list", "must be true or false: may to_json write a list without a `_type`?");
    if (const json::value* text = type.if_contains("description"); text != nullptr && !text->is_string())
        refuse(where + ".description", "must be text");
}

}  // namespace

bool is_id(std::string_view text) noexcept {
    return text.size() <= name_bytes && text.find('.') != std::string_view::npos &&
           every_piece(text, '.', [](std::string_view piece) { return is_label(piece, "-_"); });
}

bool is_version(std::string_view text) noexcept {
    if (text.size() > name_bytes) return false;
    const auto label = [](std::string_view piece) { return is_label(piece, "-"); };
    const std::size_t plus = text.find('+');
    if (plus != std::string_view::npos && !every_piece(text.substr(plus + 1), '.', label)) return false;
    const std::string_view no_build = text.substr(0, plus);
    const std::size_t dash = no_build.find('-');
    if (dash != std::string_view::npos && !every_piece(no_build.substr(dash + 1), '.', label)) return false;
    const std::string_view core = no_build.substr(0, dash);
    return std::count(core.begin(), core.end(), '.') == 2 && every_piece(core, '.', is_number);
}

bool is_type_name(std::string_view text) noexcept { return text.size() <= name_bytes && is_label(text, "_/-"); }

std::string bytes_of_hex(std::string_view hex) {
    const auto digit = [](char c) -> int {
        if (is_digit(c)) return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    };
    std::string bytes;
    if (hex.size() % 2 != 0) return bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const int high = digit(hex[i]), low = digit(hex[i + 1]);
        if (high < 0 || low < 0) return {};
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

void check_manifest(const json::object& manifest) {
    const json::value& kind = member(manifest, "manifest", "manifest");
    if (!kind.is_int64() || kind.get_int64() != manifest_version)
        refuse("manifest", "must be " + std::to_string(manifest_version) + ", the only version this build knows");
    const std::string_view id = text_member(manifest, "id", "id");
    if (!is_id(id)) refuse("id", shown(id) + " is not a reverse domain name such as \"com.example.pointcloud\"");
    const std::string_view version = text_member(manifest, "version", "version");
    if (!is_version(version)) refuse("version", shown(version) + " is not a semantic version such as \"1.0.0\"");
    const json::value& abi = member(manifest, "abi", "abi");
    if (!abi.is_int64() || abi.get_int64() != static_cast<std::int64_t>(WBM_ABI))
        refuse("abi", "is not " + std::to_string(WBM_ABI) + ", the only one this build speaks; rebuild the plugin");
    const json::array& types = array_of(member(manifest, "types", "types"), "types");
    if (types.empty()) refuse("types", "is empty; a plugin has at least one type");
    if (types.size() > max_types) refuse("types", "has more than " + std::to_string(max_types) + " types");
    std::set<std::string, std::less<>> taken;
    for (std::size_t i = 0; i < types.size(); ++i) check_type(types[i], "types[" + std::to_string(i) + "]", taken);
}

}  // namespace wbm::plugin_table
