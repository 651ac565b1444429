// folder_index.hpp - the plugins of one folder as one flat block of bytes: what the start-up cache holds and what
// lookups run on. A fresh scan makes the same block, so there is one way to look things up.
//
// The block is native (the cache folder's name has the machine's): a header, then arrays of fixed records, then all
// texts. Every place in it is an offset that open() checks once; lookups are binary searches in sorted arrays.
#pragma once

#include "plugin_folder.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wbm {

class FolderIndex {
public:
    struct Plugin {
        std::string_view manifest, library, id, version, reason;
        FileStamp stamp;
        std::uint32_t first_type = 0, type_count = 0;
    };
    struct Type {
        std::uint32_t plugin = 0;
        std::uint32_t inputs = 0;
        std::string_view name, batch;
        std::vector<std::string_view> aliases, extensions;
    };

    /// The block for a scanned folder.
    [[nodiscard]] static std::string encode(const std::filesystem::path& folder, const FolderKey& key,
                                            const std::vector<FoundPlugin>& plugins);
    /// A block's index; nullptr when the block is damaged, of another version of this library, or not of this folder.
    [[nodiscard]] static std::shared_ptr<const FolderIndex> open(std::string block,
                                                                 const std::filesystem::path& folder);
    /// The index of a folder that was just scanned.
    [[nodiscard]] static std::shared_ptr<const FolderIndex> make(const std::filesystem::path& folder,
                                                                 const FolderKey& key,
                                                                 const std::vector<FoundPlugin>& plugins);

    [[nodiscard]] const FolderKey& key() const noexcept { return key_; }
    [[nodiscard]] const std::string& block() const noexcept { return block_; }

    [[nodiscard]] std::uint32_t plugin_count() const noexcept;
    [[nodiscard]] std::uint32_t type_count() const noexcept;
    [[nodiscard]] Plugin plugin(std::uint32_t index) const noexcept;
    [[nodiscard]] Type type(std::uint32_t index) const;
    [[nodiscard]] std::string_view type_name(std::uint32_t index) const noexcept;
    [[nodiscard]] std::uint32_t plugin_of(std::uint32_t type) const noexcept;

    /// The type with this name, else the first with this alias; nullopt when there is none.
    [[nodiscard]] std::optional<std::uint32_t> find_type(std::string_view name_or_alias) const noexcept;
    /// The types that claim a file extension (lower case, with its dot), in the order of their plugins.
    [[nodiscard]] std::vector<std::uint32_t> with_extension(std::string_view extension) const;

    struct MagicMatch {
        std::uint32_t type = 0;
        std::size_t bytes = 0;  ///< how many bytes it compared: the more, the surer
    };
    /// The types whose magic a file's first bytes match, each with its best.
    [[nodiscard]] std::vector<MagicMatch> with_magic(std::string_view head) const;
    /// How many first bytes with_magic() can use.
    [[nodiscard]] std::size_t magic_bytes() const noexcept;
    /// Every name and alias, sorted.
    [[nodiscard]] std::vector<std::string_view> names() const;

private:
    FolderIndex(std::string block, const FolderKey& key) noexcept : block_(std::move(block)), key_(key) {}

    std::string block_;
    FolderKey key_;
};

}  // namespace wbm
