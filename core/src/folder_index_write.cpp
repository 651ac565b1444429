// FolderIndex::encode(): how a scanned folder becomes a block.
#include "folder_index.hpp"
#include "folder_layout.hpp"

#include <wbm/limits.hpp>
#include <wbm/version.hpp>

#include <algorithm>
#include <cstring>
#include <tuple>

namespace wbm {

namespace {

using layout::Range, layout::Text;

class Writer {
public:
    void add(const FoundPlugin& found) {
        const std::string* reason = &found.reason;
        const bool has_room = texts_.size() < limits::registry_cache_bytes / 4;
        static const std::string too_much = "the manifests of its folder are too large together; remove some";
        if (!has_room) reason = &too_much;
        const Range range{static_cast<std::uint32_t>(types_.size()),
                          has_room ? static_cast<std::uint32_t>(found.types.size()) : 0};
        if (has_room)
            for (const ManifestType& type : found.types) add(type);
        plugins_.push_back({put(found.manifest), put(found.library), put(found.id), put(found.version), put(*reason),
                            range, found.stamp.device, found.stamp.inode, found.stamp.size, found.stamp.changed_ns});
    }

    [[nodiscard]] std::string finish(const std::filesystem::path& folder, const FolderKey& key) {
        sort(names_);
        sort(extensions_);
        layout::Header header{};
        header.mark = layout::mark;
        header.format = layout::format;
        header.device = key.device;
        header.inode = key.inode;
        header.modified_ns = key.modified_ns;
        header.changed_ns = key.changed_ns;
        header.mode = key.mode;
        header.folder = put(folder.native());
        header.host = put(WBM_VERSION);
        std::string block(sizeof header, '\0');
        header.sections = {append(block, plugins_), append(block, types_),      append(block, lists_),
                           append(block, names_),   append(block, extensions_), append(block, magics_),
                           append(block, pieces_)};
        header.texts = {static_cast<std::uint32_t>(block.size()), static_cast<std::uint32_t>(texts_.size())};
        block += texts_;
        header.size = static_cast<std::uint32_t>(block.size());
        std::memcpy(block.data(), &header, sizeof header);
        header.checksum = layout::checksum(std::string_view(block).substr(layout::checksum_begin));
        std::memcpy(block.data(), &header, sizeof header);
        return block;
    }

private:
    Text put(std::string_view text) {
        const Text place{static_cast<std::uint32_t>(texts_.size()), static_cast<std::uint32_t>(text.size())};
        texts_ += text;
        return place;
    }

    Range put(const std::vector<std::string>& texts) {
        const Range range{static_cast<std::uint32_t>(lists_.size()), static_cast<std::uint32_t>(texts.size())};
        for (const std::string& text : texts) lists_.push_back(put(text));
        return range;
    }

    void add(const ManifestType& type) {
        const auto index = static_cast<std::uint32_t>(types_.size());
        const Text name = put(type.name);
        const Range aliases = put(type.aliases), extensions = put(type.extensions);
        names_.push_back({name, index, 0});
        for (std::uint32_t i = 0; i < aliases.count; ++i) names_.push_back({lists_[aliases.first + i], index, 1});
        for (std::uint32_t i = 0; i < extensions.count; ++i)
            extensions_.push_back({lists_[extensions.first + i], index, 0});
        for (const Magic& magic : type.magics) {
            magics_.push_back(
                {index, {static_cast<std::uint32_t>(pieces_.size()), static_cast<std::uint32_t>(magic.size())}});
            for (const MagicPiece& piece : magic) pieces_.push_back({piece.offset, put(piece.bytes)});
        }
        types_.push_back(
            {static_cast<std::uint32_t>(plugins_.size()), type.inputs, name, put(type.batch), aliases, extensions});
    }

    void sort(std::vector<layout::Name>& names) const {
        const auto key = [&](const layout::Name& n) {
            return std::tuple(std::string_view(texts_).substr(n.text.offset, n.text.size), n.is_alias, n.type);
        };
        std::sort(names.begin(), names.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
    }

    template <class Record>
    static Range append(std::string& block, const std::vector<Record>& records) {
        const Range range{static_cast<std::uint32_t>(block.size()), static_cast<std::uint32_t>(records.size())};
        if (!records.empty())
            block.append(reinterpret_cast<const char*>(records.data()), records.size() * sizeof(Record));
        return range;
    }

    std::vector<layout::Plugin> plugins_;
    std::vector<layout::Type> types_;
    std::vector<Text> lists_;
    std::vector<layout::Name> names_, extensions_;
    std::vector<layout::Magic> magics_;
    std::vector<layout::Piece> pieces_;
    std::string texts_;
};

}  // namespace

std::string FolderIndex::encode(const std::filesystem::path& folder, const FolderKey& key,
                                const std::vector<FoundPlugin>& plugins) {
    Writer writer;
    for (const FoundPlugin& plugin : plugins) writer.add(plugin);
    return writer.finish(folder, key);
}

}  // namespace wbm
