#include "folder_index.hpp"

#include <wbm/version.hpp>

#include "folder_layout.hpp"

#include <algorithm>
#include <cstring>
#include <map>

namespace wbm {

namespace {

using layout::Header, layout::Name, layout::Range, layout::Text;

/// Reads a block's records. Offsets are checked by check() before anything else uses it.
class Reader {
public:
    explicit Reader(std::string_view block) noexcept : block_(block) {
        std::memcpy(&header_, block.data(), sizeof header_);
    }

    [[nodiscard]] const Header& header() const noexcept { return header_; }
    [[nodiscard]] std::uint32_t count(layout::Section section) const noexcept {
        return header_.sections[section].count;
    }

    template <class Record>
    [[nodiscard]] Record get(layout::Section section, std::uint32_t index) const noexcept {
        Record record;
        std::memcpy(&record, block_.data() + header_.sections[section].first + std::size_t{index} * sizeof(Record),
                    sizeof record);
        return record;
    }
    [[nodiscard]] std::string_view text(Text t) const noexcept {
        return block_.substr(header_.texts.first + std::size_t{t.offset}, t.size);
    }

    /// Does every offset stay in the block?
    [[nodiscard]] bool is_sound() const noexcept {
        if (!fits(header_.texts, 1)) return false;
        for (std::size_t i = 0; i < layout::section_count; ++i)
            if (!fits(header_.sections[i], layout::record_size[i])) return false;
        return has(header_.folder) && has(header_.host) &&
               all<layout::Plugin>(layout::plugins,
                                   [&](const layout::Plugin& p) {
                                       return has(p.manifest) && has(p.library) && has(p.id) && has(p.version) &&
                                              has(p.reason) && in(p.types, layout::types);
                                   }) &&
               all<layout::Type>(layout::types,
                                 [&](const layout::Type& t) {
                                     return t.plugin < count(layout::plugins) && has(t.name) && has(t.batch) &&
                                            in(t.aliases, layout::lists) && in(t.extensions, layout::lists);
                                 }) &&
               all<Text>(layout::lists, [&](Text t) { return has(t); }) && are_names(layout::names) &&
               are_names(layout::extensions) &&
               all<layout::Magic>(layout::magics,
                                  [&](const layout::Magic& m) {
                                      return m.type < count(layout::types) && in(m.pieces, layout::pieces);
                                  }) &&
               all<layout::Piece>(layout::pieces, [&](const layout::Piece& p) { return has(p.bytes); });
    }

private:
    [[nodiscard]] bool fits(Range range, std::size_t size) const noexcept {
        return range.first <= block_.size() && range.count <= (block_.size() - range.first) / size;
    }
    [[nodiscard]] bool has(Text t) const noexcept {
        return t.offset <= header_.texts.count && t.size <= header_.texts.count - t.offset;
    }
    [[nodiscard]] bool in(Range range, layout::Section section) const noexcept {
        return range.first <= count(section) && range.count <= count(section) - range.first;
    }
    template <class Record, class Good>
    [[nodiscard]] bool all(layout::Section section, Good good) const noexcept {
        for (std::uint32_t i = 0; i < count(section); ++i)
            if (!good(get<Record>(section, i))) return false;
        return true;
    }
    [[nodiscard]] bool are_names(layout::Section section) const noexcept {
        return all<Name>(section, [&](const Name& n) { return has(n.text) && n.type < count(layout::types); });
    }

    std::string_view block_;
    Header header_;
};

/// The first entry of a sorted section whose text is not less than `wanted`.
std::uint32_t lower_bound(const Reader& reader, layout::Section section, std::string_view wanted) noexcept {
    std::uint32_t begin = 0, end = reader.count(section);
    while (begin < end) {
        const std::uint32_t middle = begin + (end - begin) / 2;
        if (reader.text(reader.get<Name>(section, middle).text) < wanted)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

}  // namespace

std::shared_ptr<const FolderIndex> FolderIndex::open(std::string block, const std::filesystem::path& folder) {
    if (block.size() < sizeof(Header)) return nullptr;
    const Reader reader(block);
    const Header& header = reader.header();
    if (header.mark != layout::mark || header.format != layout::format || header.size != block.size()) return nullptr;
    if (header.checksum != layout::checksum(std::string_view(block).substr(layout::checksum_begin))) return nullptr;
    if (!reader.is_sound() || reader.text(header.folder) != folder.native() || reader.text(header.host) != WBM_VERSION)
        return nullptr;
    const FolderKey key{header.device, header.inode, header.modified_ns, header.changed_ns, header.mode};
    return std::shared_ptr<const FolderIndex>(new FolderIndex(std::move(block), key));
}

std::shared_ptr<const FolderIndex> FolderIndex::make(const std::filesystem::path& folder, const FolderKey& key,
                                                     const std::vector<FoundPlugin>& plugins) {
    return std::shared_ptr<const FolderIndex>(new FolderIndex(encode(folder, key, plugins), key));
}

std::uint32_t FolderIndex::plugin_count() const noexcept { return Reader(block_).count(layout::plugins); }
std::uint32_t FolderIndex::type_count() const noexcept { return Reader(block_).count(layout::types); }

FolderIndex::Plugin FolderIndex::plugin(std::uint32_t index) const noexcept {
    const Reader reader(block_);
    const auto p = reader.get<layout::Plugin>(layout::plugins, index);
    return {reader.text(p.manifest), reader.text(p.library), reader.text(p.id),
            reader.text(p.version),  reader.text(p.reason),  {p.device, p.inode, p.size, p.changed_ns},
            p.types.first,           p.types.count};
}

FolderIndex::Type FolderIndex::type(std::uint32_t index) const {
    const Reader reader(block_);
    const auto t = reader.get<layout::Type>(layout::types, index);
    const auto list = [&](Range range) {
        std::vector<std::string_view> texts;
        for (std::uint32_t i = 0; i < range.count; ++i)
            texts.push_back(reader.text(reader.get<Text>(layout::lists, range.first + i)));
        return texts;
    };
    return {t.plugin, t.inputs, reader.text(t.name), reader.text(t.batch), list(t.aliases), list(t.extensions)};
}

std::string_view FolderIndex::type_name(std::uint32_t index) const noexcept {
    const Reader reader(block_);
    return reader.text(reader.get<layout::Type>(layout::types, index).name);
}

std::uint32_t FolderIndex::plugin_of(std::uint32_t type) const noexcept {
    return Reader(block_).get<layout::Type>(layout::types, type).plugin;
}

std::optional<std::uint32_t> FolderIndex::find_type(std::string_view name_or_alias) const noexcept {
    const Reader reader(block_);
    const std::uint32_t at = lower_bound(reader, layout::names, name_or_alias);
    if (at == reader.count(layout::names)) return std::nullopt;
    const auto found = reader.get<Name>(layout::names, at);
    return reader.text(found.text) == name_or_alias ? std::optional(found.type) : std::nullopt;
}

std::vector<std::uint32_t> FolderIndex::with_extension(std::string_view extension) const {
    const Reader reader(block_);
    std::vector<std::uint32_t> types;
    for (std::uint32_t at = lower_bound(reader, layout::extensions, extension); at < reader.count(layout::extensions);
         ++at) {
        const auto found = reader.get<Name>(layout::extensions, at);
        if (reader.text(found.text) != extension) break;
        types.push_back(found.type);
    }
    return types;
}

std::vector<FolderIndex::MagicMatch> FolderIndex::with_magic(std::string_view head) const {
    const Reader reader(block_);
    std::map<std::uint32_t, std::size_t> best;
    for (std::uint32_t i = 0; i < reader.count(layout::magics); ++i) {
        const auto magic = reader.get<layout::Magic>(layout::magics, i);
        std::size_t bytes = 0;
        bool matches = magic.pieces.count > 0;
        for (std::uint32_t k = 0; matches && k < magic.pieces.count; ++k) {
            const auto piece = reader.get<layout::Piece>(layout::pieces, magic.pieces.first + k);
            const std::string_view wanted = reader.text(piece.bytes);
            matches = piece.offset <= head.size() && head.substr(piece.offset).starts_with(wanted);
            bytes += wanted.size();
        }
        if (matches) best[magic.type] = std::max(best[magic.type], bytes);
    }
    std::vector<MagicMatch> matches;
    matches.reserve(best.size());
    for (const auto& [type, bytes] : best) matches.push_back({type, bytes});
    return matches;
}

std::size_t FolderIndex::magic_bytes() const noexcept {
    const Reader reader(block_);
    std::size_t most = 0;
    for (std::uint32_t i = 0; i < reader.count(layout::pieces); ++i) {
        const auto piece = reader.get<layout::Piece>(layout::pieces, i);
        most = std::max(most, std::size_t{piece.offset} + piece.bytes.size);
    }
    return most;
}

std::vector<std::string_view> FolderIndex::names() const {
    const Reader reader(block_);
    std::vector<std::string_view> all;
    for (std::uint32_t i = 0; i < reader.count(layout::names); ++i)
        all.push_back(reader.text(reader.get<Name>(layout::names, i).text));
    return all;
}

}  // namespace wbm
