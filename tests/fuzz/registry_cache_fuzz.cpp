// Any bytes as a folder's cache: refused or safe to use. The first byte chooses whether the sum is made right, so that
// the records behind it are reached too.
#include "folder_index.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "folder_layout.hpp"

namespace {

/// A good block, to which the input is laid over from the place that its first bytes say.
const std::string& good_block() {
    static const std::string block = [] {
        wbm::FoundPlugin found;
        found.manifest = "x.json";
        found.library = "x.so";
        found.id = "org.example.x";
        wbm::ManifestType type;
        type.name = "x-file";
        type.aliases = {"y"};
        type.extensions = {".x"};
        type.magics = {{{0, "ab"}, {4, "c"}}};
        found.types = {type, type};
        found.types[1].name = "z";
        found.types[1].aliases.clear();
        return wbm::FolderIndex::encode("/x", {}, {found, found});
    }();
    return block;
}

void use(const wbm::FolderIndex& index) {
    for (std::uint32_t i = 0; i < index.plugin_count(); ++i) (void)index.plugin(i);
    for (std::uint32_t i = 0; i < index.type_count(); ++i) {
        (void)index.type(i);
        (void)index.plugin(index.plugin_of(i));
    }
    (void)index.find_type("x-file");
    (void)index.with_extension(".x");
    (void)index.with_magic("ab--c");
    (void)index.magic_bytes();
    for (const std::string_view name : index.names()) (void)index.find_type(name);
}

void seal(std::string& block) {
    if (block.size() < sizeof(wbm::layout::Header)) return;
    const std::uint64_t sum = wbm::layout::checksum(std::string_view(block).substr(wbm::layout::checksum_begin));
    std::memcpy(block.data() + offsetof(wbm::layout::Header, checksum), &sum, sizeof sum);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 3) return 0;
    std::string block(reinterpret_cast<const char*>(data) + 3, size - 3);
    if (data[0] % 2 == 1) {
        const std::size_t at = (data[1] * 256u + data[2]) % good_block().size();
        std::string over = good_block();
        over.replace(at, std::min(block.size(), over.size() - at), block);
        block = std::move(over);
        seal(block);
    } else if (data[0] % 4 == 2) {
        seal(block);
    }
    if (const auto index = wbm::FolderIndex::open(std::move(block), "/x")) use(*index);
    return 0;
}
