// run_slot.hpp - the stores of a run: RunFiles reads the files of any key, RunSlot also adds those of one key and step.
#pragma once

#include <wbm/store.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "file_io.hpp"
#include "run_config.hpp"

namespace wbm {

/// A run's `files/` to read from. Adding is refused.
class RunFiles : public Store {
public:
    /// `root`: the absolute path of a folder, without links; it exists.
    explicit RunFiles(std::filesystem::path root);

    [[nodiscard]] Kind kind() const noexcept override { return Kind::run; }
    [[nodiscard]] const std::filesystem::path& root() const noexcept override { return root_; }
    StoredFile keep_bytes(std::string_view folder, std::string_view bytes, std::string_view extension) override;
    StoredFile keep_file(std::string_view folder, const std::filesystem::path& file, std::string_view extension,
                         const Origin* origin) override;
    StoredFile keep_reference(std::string_view folder, std::string_view url, const Origin* origin = nullptr) override;
    StoredFile keep_entry(std::string_view path, std::string_view bytes, std::string& digest) override;
    void keep_config(std::string_view type, std::string_view name, std::string_view value) override;
    [[nodiscard]] std::filesystem::path fetch(std::string_view path) const override;
    [[nodiscard]] std::shared_ptr<const Store> view() const override { return std::make_shared<RunFiles>(root_); }
    [[nodiscard]] Origin origin() const override;

protected:
    [[nodiscard]] std::size_t mark() const noexcept override { return 0; }
    void undo(std::size_t) noexcept override {}

private:
    std::filesystem::path root_;
};

/// The store of one key and step. Wire spec 3.3.
class RunSlot final : public RunFiles {
public:
    /// A null step is the summary. The key has passed check_run_key(). `config` outlives the slot.
    RunSlot(std::filesystem::path root, std::string_view key, std::optional<std::int64_t> step, RunConfig& config,
            Progress progress = {}, Copying copying = Copying::copy);

    StoredFile keep_bytes(std::string_view folder, std::string_view bytes, std::string_view extension) override;
    StoredFile keep_file(std::string_view folder, const std::filesystem::path& file, std::string_view extension,
                         const Origin* origin) override;
    void keep_config(std::string_view type, std::string_view name, std::string_view value) override;

protected:
    [[nodiscard]] std::size_t mark() const noexcept override { return created_.size(); }
    void undo(std::size_t mark) noexcept override;

private:
    struct Created {
        std::filesystem::path file;
        bool replaced = false;  ///< there was a damaged file of this name: undo leaves the sound one
        std::vector<std::filesystem::path> folders;
        std::optional<RunConfig::Change> config = {};  ///< no file, but a member of the config
    };

    StoredFile keep_large_bytes(std::string_view folder, std::string_view bytes, std::string_view extension);
    [[nodiscard]] std::string name_for(std::string_view folder, std::string_view sha256,
                                       std::string_view extension) const;
    [[nodiscard]] std::optional<std::string> own_path(const std::filesystem::path& file, const Origin* origin) const;
    void publish(TempFile& temp, const std::filesystem::path& place, std::uint64_t size);

    std::string key_;
    std::string prefix_;  ///< `<safe key>_<step>_`
    RunConfig& config_;
    Progress progress_;
    Copying copying_;
    std::vector<Created> created_;
};

/// Throws MediaError (invalid) for a history key that is empty, too long, not UTF-8, holds a NUL or begins with `_`.
void check_run_key(std::string_view key);

}  // namespace wbm
