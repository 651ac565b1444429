#include "manifest.hpp"

#include <wbm/sdk/store.hpp>
#include <wbm/testing/sha256.hpp>

#include "describe.hpp"
#include "isolate.hpp"
#include "plugin_library.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

namespace wbm::tool {
namespace {

std::string table_text(const std::filesystem::path& library) {
    const isolate::Outcome outcome = isolate::run([&] {
        const PluginLibrary opened(library);
        return json::write(plugin_table::describe(&opened.plugin()));
    });
    if (outcome.kind == isolate::Outcome::Kind::returned) return outcome.text;
    throw std::runtime_error(library.string() + ": " + outcome.text);
}

[[noreturn]] void throw_system_error(const std::string& what) {
    throw std::runtime_error(what + ": " + std::generic_category().message(errno));
}

}  // namespace

json::object describe(const std::filesystem::path& library, const AuthorFacts& facts) {
    const std::string content = read_file(library.string());  // before it is loaded: says why when it is no file
    json::object table = json::read_object(table_text(library));
    json::object manifest;
    for (const char* first : {"manifest", "id", "version", "abi"}) manifest[first] = table.at(first);
    manifest["library"] = library.filename().string();
    manifest["sha256"] = testing::sha256(content);
    if (!facts.license.empty()) manifest["license"] = facts.license;
    if (!facts.description.empty()) manifest["description"] = facts.description;
    for (const auto& member : table) manifest.insert(member);  // keeps what is there
    return manifest;
}

void write_manifest(const std::filesystem::path& file, const json::object& manifest) {
    std::string temporary = (file.parent_path() / ".wbm-manifest-XXXXXX").string();
    const int fd = mkstemp(temporary.data());
    if (fd < 0) throw_system_error("cannot write beside " + file.string());
    const std::string text = json::write(manifest, json::Style::indented) + "\n";
    const bool written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    const bool readable = fchmod(fd, 0644) == 0;
    const bool closed = ::close(fd) == 0;
    if (written && readable && closed && std::rename(temporary.c_str(), file.c_str()) == 0) return;
    const int error = errno;
    ::unlink(temporary.c_str());
    errno = error;
    throw_system_error("cannot write " + file.string());
}

}  // namespace wbm::tool
