// Any bytes as a plugin's manifest: read or refused with one sentence; what is read can be indexed and looked up.
#include "plugin_manifest.hpp"

#include <wbm/error.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "folder_index.hpp"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void check_index(const wbm::PluginManifest& manifest) {
    wbm::FoundPlugin found;
    found.manifest = "x.json";
    found.library = manifest.library;
    found.id = manifest.id;
    found.types = manifest.types;
    const auto index = wbm::FolderIndex::open(wbm::FolderIndex::encode("/x", {}, {found}), "/x");
    require(index != nullptr && index->type_count() == manifest.types.size());
    for (std::uint32_t i = 0; i < index->type_count(); ++i) {
        const wbm::ManifestType& type = manifest.types[i];
        require(index->type_name(i) == type.name && index->find_type(type.name) == i);
        for (const std::string& alias : type.aliases) require(index->find_type(alias) == i);
        for (const std::string& extension : type.extensions) require(!index->with_extension(extension).empty());
        for (const wbm::Magic& magic : type.magics) {
            std::string head(index->magic_bytes(), '\0');
            for (const wbm::MagicPiece& piece : magic) head.replace(piece.offset, piece.bytes.size(), piece.bytes);
            (void)index->with_magic(head);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const wbm::PluginManifest manifest = wbm::parse_manifest({reinterpret_cast<const char*>(data), size});
        require(!manifest.types.empty() && manifest.library.find('/') == std::string::npos);
        require(wbm::difference(manifest.json, manifest.json).empty());
        check_index(manifest);
    } catch (const wbm::MediaError& error) {
        require(error.status() == wbm::Status::invalid && wbm::json::is_utf8(error.what()));
    }
    return 0;
}
