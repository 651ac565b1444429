// run_config.hpp - the part of a run's config that values write: the names of classes. Wire spec 4.12.
#pragma once

#include <wbm/json.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace wbm {

/// `config.json` of a run: {"_wandb": {"mask/class_labels": {"im_wandb_delimeter_gt": {"type","key","value"}}}}. The
/// last value of a key wins; members that others wrote stay as they are. [one thread at a time]
class RunConfig {
public:
    /// Empty when there is no file. Throws MediaError: invalid for one that is no JSON object, or too large; io, also
    /// for a symbolic link.
    explicit RunConfig(std::filesystem::path file);

    /// What set() did, to take it back.
    struct Change {
        std::string type;
        std::string key;
        std::optional<json::value> before;
        bool made_internals = false;
        bool made_type = false;
        bool was_changed = false;
        std::size_t saves = 0;  ///< how many there had been
    };
    /// Sets a member in memory. `value`: a JSON object's text. Throws MediaError (invalid) for another text, for a type
    /// or key that is empty, too long or not UTF-8, and when the config has something else in that place.
    Change set(std::string_view type, const std::string& key, std::string_view value);
    /// Newest first.
    void undo(Change change) noexcept;

    /// Writes the file if something changed since. Throws MediaError: invalid when it would be too large; io.
    void save();

    [[nodiscard]] const json::object& all() const noexcept { return all_; }

private:
    [[nodiscard]] const json::value* find(std::string_view type, std::string_view key) const noexcept;

    std::filesystem::path file_;
    json::object all_;
    bool changed_ = false;
    std::size_t saves_ = 0;
};

}  // namespace wbm
