#include "run_config.hpp"

#include <wbm/error.hpp>
#include <wbm/limits.hpp>

#include <utility>

#include "file_io.hpp"
#include "open_file.hpp"
#include "store_path.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view internals = "_wandb";
constexpr std::size_t levels_above_value = 4;  // the file, "_wandb", the type, the key

[[noreturn]] void refuse(const std::string& reason) { throw MediaError(Status::invalid, "run: " + reason); }

[[noreturn]] void refuse_file(const fs::path& file, const std::string& reason) {
    refuse(quoted(file) + " is not a run's config: " + reason + "; put it right, or remove it to start a new one");
}

/// The file's text; nullopt when there is none.
std::optional<std::string> text_of(const fs::path& file) {
    if (std::error_code error; fs::symlink_status(file, error).type() == fs::file_type::not_found) return std::nullopt;
    const OpenFile input(file, OpenFile::Access::read_no_link);
    const std::uint64_t size = input.size();
    if (size > limits::run_config_bytes)
        refuse_file(file, "it holds " + std::to_string(size) + " bytes, more than the " +
                              std::to_string(limits::run_config_bytes) + " that are read");
    std::string text(static_cast<std::size_t>(size), '\0');
    input.read_at(0, text.data(), text.size());
    return text;
}

void check_name(std::string_view what, std::string_view name, std::size_t most) {
    if (!name.empty() && name.size() <= most && json::is_utf8(name)) return;
    refuse("the config's " + std::string(what) + " " + quoted(name) + " is empty, longer than " + std::to_string(most) +
           " bytes or not UTF-8; give another");
}

json::object& object_at(json::object& in, std::string_view key, bool& made) {
    const auto [at, is_new] = in.emplace(key, json::object());
    made = is_new;
    if (!at->value().is_object())
        refuse("the config's member " + quoted(key) +
               " is not an object, so nothing can be set in it; remove it from " + "config.json");
    return at->value().get_object();
}

json::object* find_object(json::object& in, std::string_view key) noexcept {
    json::value* at = in.if_contains(key);
    return at == nullptr ? nullptr : at->if_object();
}

}  // namespace

RunConfig::RunConfig(fs::path file) : file_(std::move(file)) {
    const std::optional<std::string> text = text_of(file_);
    if (!text) return;
    try {
        all_ = json::read_object(*text, json::NonFinite::allow, {limits::json_depth, limits::run_config_bytes});
    } catch (const json::Error& broken) {
        refuse_file(file_, broken.what());
    }
}

const json::value* RunConfig::find(std::string_view type, std::string_view key) const noexcept {
    const json::object* in = &all_;
    for (const std::string_view name : {internals, type}) {
        const json::value* at = in->if_contains(name);
        in = at == nullptr ? nullptr : at->if_object();
        if (in == nullptr) return nullptr;
    }
    return in->if_contains(key);
}

RunConfig::Change RunConfig::set(std::string_view type, const std::string& key, std::string_view value) {
    check_name("type", type, limits::key_bytes);
    check_name("key", key, 4 * limits::key_bytes);
    json::value entry{{"type", type}, {"key", key}, {"value", nullptr}};
    try {
        entry.get_object()["value"] = json::read_object(
            value, json::NonFinite::allow, {limits::json_depth - levels_above_value, limits::run_config_bytes});
    } catch (const json::Error& broken) {
        refuse("the config's " + quoted(type) + " of " + quoted(std::string_view(key)) +
               " is not a JSON object: " + broken.what() + "; give an object such as {\"1\":\"cat\"}");
    }
    Change change{std::string(type), key, {}, false, false, changed_, saves_};
    if (const json::value* before = find(type, key)) {
        change.before = *before;
        if (*before == entry) return change;  // most steps say the same again: no reason to write the file
    }
    try {
        object_at(object_at(all_, internals, change.made_internals), type, change.made_type)[key] = std::move(entry);
        changed_ = true;
        return change;
    } catch (...) {
        undo(std::move(change));
        throw;
    }
}

void RunConfig::undo(Change change) noexcept {
    json::object* const all_types = find_object(all_, internals);
    json::object* const of_type = all_types == nullptr ? nullptr : find_object(*all_types, change.type);
    if (of_type != nullptr && change.before)
        of_type->find(change.key)->value() = std::move(*change.before);
    else if (of_type != nullptr)
        of_type->erase(change.key);
    if (change.made_type) all_types->erase(change.type);
    if (change.made_internals) all_.erase(internals);
    // A file that was written in between has the member.
    changed_ = change.was_changed || change.saves != saves_;
}

void RunConfig::save() {
    if (!changed_) return;
    const std::string text = json::write(all_, json::Style::fast, json::NonFinite::allow);
    if (text.size() > limits::run_config_bytes)
        refuse(quoted(file_) + " would have " + std::to_string(text.size()) + " bytes, more than the " +
               std::to_string(limits::run_config_bytes) + " that are read; start another run");
    write_file_atomically(file_, text);
    changed_ = false;
    ++saves_;
}

}  // namespace wbm
