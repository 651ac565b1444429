#include "plugin_manifest.hpp"

#include <wbm/error.hpp>
#include <wbm/limits.hpp>

#include "describe.hpp"
#include "file_io.hpp"
#include "store_path.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

namespace wbm {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& text) { throw MediaError(Status::invalid, text); }

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string text_or_empty(const json::object& object, std::string_view key) {
    const json::value* found = object.if_contains(key);
    return found != nullptr && found->is_string() ? std::string(std::string_view(found->get_string())) : std::string();
}

std::vector<std::string> texts(const json::object& object, std::string_view key) {
    std::vector<std::string> out;
    if (const json::value* found = object.if_contains(key))
        for (const json::value& v : found->get_array()) out.emplace_back(std::string_view(v.get_string()));
    return out;
}

MagicPiece piece_of(const json::object& object) {
    return {static_cast<std::uint32_t>(object.at("offset").get_int64()),
            plugin_table::bytes_of_hex(std::string_view(object.at("hex").get_string()))};
}

std::vector<Magic> magics_of(const json::object& type) {
    std::vector<Magic> magics;
    const json::value* list = type.if_contains("magic");
    if (list == nullptr) return magics;
    for (const json::value& entry : list->get_array()) {
        Magic& magic = magics.emplace_back();
        magic.push_back(piece_of(entry.get_object()));
        if (const json::value* more = entry.get_object().if_contains("and"))
            for (const json::value& piece : more->get_array()) magic.push_back(piece_of(piece.get_object()));
    }
    return magics;
}

ManifestType type_of(const json::object& object) {
    ManifestType type;
    type.name = text_or_empty(object, "name");
    type.aliases = texts(object, "aliases");
    type.batch = text_or_empty(object, "batch");
    for (const std::string& name : texts(object, "inputs")) type.inputs |= plugin_table::input_bit(name);
    for (const std::string& extension : texts(object, "extensions")) type.extensions.push_back(lower(extension));
    type.magics = magics_of(object);
    if (const json::value* options = object.if_contains("options")) type.options = options->get_object();
    return type;
}

std::string library_name(const json::object& manifest) {
    const json::value* found = manifest.if_contains("library");
    if (found == nullptr) refuse("library is missing; it names the plugin's file beside the manifest");
    const std::string name = text_or_empty(manifest, "library");
    if (name.empty() || name == "." || name == ".." || name.size() > limits::path_component_bytes ||
        name.find_first_of(std::string_view("/\\\0", 3)) != std::string::npos)
        refuse("library " + quoted(std::string_view(name)) +
               " is not a bare file name; the library stands beside its manifest");
    return name;
}

struct stat status_of(const fs::path& file, bool follow_links) {
    struct stat status {};
    if ((follow_links ? ::stat : ::lstat)(file.c_str(), &status) != 0) {
        const int error = errno;
        if (error == ENOENT || error == ENOTDIR || error == ELOOP) throw MediaError(Status::not_found, "it is missing");
        throw_io_error("look at", file, error);
    }
    return status;
}

void check_link(const fs::path& file, const char* what) {
    std::error_code failed;
    const fs::path real = fs::canonical(file, failed);
    const fs::path folder = failed ? fs::path() : fs::canonical(file.parent_path(), failed);
    if (failed || real.parent_path() != folder)
        refuse(std::string(what) + " is a link that leads out of its folder; put the file itself there");
}

void check_place(const fs::path& file, const char* what) {
    struct stat status = status_of(file, false);
    if (S_ISLNK(status.st_mode)) {
        status = status_of(file, true);
        check_link(file, what);
    }
    if (!S_ISREG(status.st_mode)) refuse(std::string(what) + " is not a regular file");
    if ((status.st_mode & S_IWOTH) != 0)
        refuse(std::string("anybody may write to ") + what +
               "; take that right away (chmod o-w) and check what it holds");
}

const json::object* object_at(const json::array& types, std::size_t i) {
    return i < types.size() && types[i].is_object() ? &types[i].get_object() : nullptr;
}

/// The names of `list` that this build knows.
std::vector<std::string> known(const json::object& type, std::string_view key) {
    std::vector<std::string> names = texts(type, key);
    std::erase_if(names, [&](const std::string& name) {
        return key == "inputs" ? plugin_table::input_bit(name) == 0 : !plugin_table::is_ability(name);
    });
    std::sort(names.begin(), names.end());
    return names;
}

std::string type_difference(const json::object& says, const json::object& is) {
    const std::string name = text_or_empty(is, "name");
    if (text_or_empty(says, "name") != name)
        return "the manifest has the type \"" + text_or_empty(says, "name") + "\" where the library has \"" + name +
               "\"";
    const std::string where = "the manifest's `";
    for (const std::string_view key : {"inputs", "abilities"})
        if (known(says, key) != known(is, key))
            return where + std::string(key) + "` of \"" + name + "\" are not the library's";
    for (const std::string_view key : {"aliases", "batch", "run_type", "extensions", "magic", "options"}) {
        const json::value *a = says.if_contains(key), *b = is.if_contains(key);
        if ((a == nullptr) != (b == nullptr) || (a != nullptr && *a != *b))
            return where + std::string(key) + "` of \"" + name + "\" is not the library's";
    }
    return {};
}

}  // namespace

FileStamp stamp_of(const fs::path& file) noexcept {
    struct stat s {};
    if (::stat(file.c_str(), &s) != 0) return {};
    return {static_cast<std::uint64_t>(s.st_dev), static_cast<std::uint64_t>(s.st_ino),
            static_cast<std::uint64_t>(s.st_size), std::int64_t{s.st_ctim.tv_sec} * 1'000'000'000 + s.st_ctim.tv_nsec};
}

PluginManifest parse_manifest(std::string_view text) {
    PluginManifest manifest;
    try {
        manifest.json =
            json::read_object(text, json::NonFinite::refuse, {limits::json_depth, limits::plugin_manifest_bytes});
        plugin_table::check_manifest(manifest.json);
    } catch (const json::Error& error) {
        refuse(std::string("it is not a JSON object: ") + error.what());
    } catch (const plugin_table::Error& error) {
        refuse(error.what());
    }
    manifest.id = text_or_empty(manifest.json, "id");
    manifest.version = text_or_empty(manifest.json, "version");
    manifest.library = library_name(manifest.json);
    manifest.types = types_of(manifest.json);
    return manifest;
}

std::vector<ManifestType> types_of(const json::object& manifest) {
    std::vector<ManifestType> types;
    for (const json::value& type : manifest.at("types").get_array()) types.push_back(type_of(type.get_object()));
    return types;
}

PluginManifest read_manifest(const fs::path& file) {
    check_place(file, "the manifest");
    return parse_manifest(read_file(file, limits::plugin_manifest_bytes));
}

void check_library_file(const fs::path& library) {
    try {
        check_place(library, "its library");
    } catch (const MediaError& error) {
        if (error.status() != Status::not_found) throw;
        throw MediaError(Status::not_found, "its library " + library.filename().string() +
                                                " is missing; install the plugin again or remove the manifest");
    }
}

void check_folder(const fs::path& folder) {
    if ((status_of(folder, true).st_mode & S_IWOTH) != 0)
        refuse("anybody may write to the folder " + quoted(folder) +
               "; take that right away (chmod o-w) and check what it holds");
    std::error_code failed;
    const fs::path real = fs::canonical(folder, failed);
    for (fs::path above = real; !failed && above.has_relative_path();) {
        above = above.parent_path();
        // With the sticky bit only owners rename what is theirs.
        const mode_t mode = status_of(above, true).st_mode;
        if ((mode & S_IWOTH) != 0 && (mode & S_ISVTX) == 0)
            refuse("anybody may replace the folder " + quoted(folder) + ", for anybody may write to " + quoted(above) +
                   "; take that right away (chmod o-w) and check what the folder holds");
    }
}

std::string describe_command(const std::string& library) {
    return "`wbm-plugin describe " + library + " --output " + fs::path(library).replace_extension(".json").string() +
           "`";
}

std::string difference(const json::object& manifest, const json::object& described) {
    for (const std::string_view key : {"id", "version"})
        if (manifest.at(key) != described.at(key))
            return "the manifest's " + std::string(key) + " is \"" + text_or_empty(manifest, key) +
                   "\", the library's is \"" + text_or_empty(described, key) + "\"";
    const json::array &says = manifest.at("types").get_array(), &is = described.at("types").get_array();
    for (std::size_t i = 0; i < std::max(says.size(), is.size()); ++i) {
        const json::object *a = object_at(says, i), *b = object_at(is, i);
        if (b == nullptr) return "the manifest has the type \"" + text_or_empty(*a, "name") + "\", the library has not";
        if (a == nullptr) return "the library has the type \"" + text_or_empty(*b, "name") + "\", the manifest has not";
        if (std::string found = type_difference(*a, *b); !found.empty()) return found;
    }
    return {};
}

}  // namespace wbm
