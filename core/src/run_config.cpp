#include "run_config.hpp"

#include <wbm/error.hpp>
#include <wbm/limits.hpp>

#include <system_error>
#include <utility>

#include "file_io.hpp"
#include "store_path.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view internals = "_wandb";

[[noreturn]] void refuse(const fs::path& file, const std::string& reason) {
    throw MediaError(Status::invalid, "run: " + quoted(file) + " is not a run's config: " + reason +
                                          "; remove the file, the class names in it are in the values, too");
}

json::object& object_at(json::object& in, std::string_view key) {
    json::value& at = in[key];
    if (!at.is_object()) at = json::object();
    return at.get_object();
}

}  // namespace

RunConfig::RunConfig(fs::path file) : file_(std::move(file)) {
    std::error_code error;
    if (!fs::exists(file_, error)) return;
    try {
        all_ = json::read_object(read_file(file_, limits::value_json_bytes), json::NonFinite::allow);
    } catch (const json::Error& broken) {
        refuse(file_, broken.what());
    }
}

json::object& RunConfig::members(std::string_view type) { return object_at(object_at(all_, internals), type); }

RunConfig::Change RunConfig::set(std::string_view type, const std::string& key, std::string_view value) {
    json::object parsed;
    try {
        parsed = json::read_object(value);
    } catch (const json::Error& broken) {
        throw MediaError(Status::invalid, "run: the config's " + quoted(type) + " of " + quoted(std::string_view(key)) +
                                              " is not a JSON object: " + broken.what());
    }
    json::object& of_type = members(type);
    Change change{std::string(type), key, {}};
    if (const json::value* before = of_type.if_contains(key)) change.before = *before;
    of_type[key] = json::object{{"type", type}, {"key", key}, {"value", std::move(parsed)}};
    changed_ = true;
    return change;
}

void RunConfig::undo(Change change) noexcept {
    // Both members are there: set() made them.
    json::object& of_type = all_.find(internals)->value().get_object().find(change.type)->value().get_object();
    if (change.before)
        of_type.find(change.key)->value() = std::move(*change.before);
    else
        of_type.erase(change.key);
}

void RunConfig::save() {
    if (!changed_) return;
    TempFile temp(file_.parent_path());
    temp.write(json::write(all_, json::Style::fast, json::NonFinite::allow));
    temp.publish(file_);
    changed_ = false;
}

}  // namespace wbm
