// run_config.hpp - the part of a run's config that values write: the names of classes. Wire spec 4.12.
#pragma once

#include <wbm/json.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace wbm {

/// `config.json` of a run: {"_wandb": {"mask/class_labels": {"im_wandb_delimeter_gt": {"type","key","value"}}}}. The
/// last value of a key wins. [one thread at a time]
class RunConfig {
public:
    /// What a file that is missing has: nothing. Throws MediaError (invalid) for one that is no such JSON.
    explicit RunConfig(std::filesystem::path file);

    struct Change {
        std::string type;
        std::string key;
        std::optional<json::value> before;
    };
    /// Sets a member in memory. `value`: a JSON object's text. Throws MediaError (invalid) for another text.
    Change set(std::string_view type, const std::string& key, std::string_view value);
    void undo(Change change) noexcept;

    /// Writes the file if something changed since.
    void save();

    [[nodiscard]] const json::object& all() const noexcept { return all_; }

private:
    [[nodiscard]] json::object& members(std::string_view type);

    std::filesystem::path file_;
    json::object all_;
    bool changed_ = false;
};

}  // namespace wbm
