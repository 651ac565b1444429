#include "plugin_value.hpp"

#include <wbm/error.hpp>
#include <wbm/limits.hpp>

#include "boundary.hpp"
#include "store_adapter.hpp"

#include <algorithm>

namespace wbm {

namespace {

void check_written_type(const LoadedType& type, std::string_view json, const Store& target) {
    if (json.starts_with('[') && type.writes_list && target.kind() == Store::Kind::artifact) return;
    std::string scratch;
    const std::string_view written = json::find_string(json, "_type", scratch);
    if (written == type.name ||
        std::find(type.also_written.begin(), type.also_written.end(), written) != type.also_written.end())
        return;
    if (written.empty())
        throw plugin_bug(type,
                         "to_json wrote no JSON object with a `_type`; it must be \"" + std::string(type.name) + "\"");
    throw plugin_bug(type, "to_json wrote the `_type` \"" + std::string(written) + "\" instead of \"" +
                               std::string(type.name) + "\"");
}

/// What a plugin wrote, checked and laid out as the store has it.
std::string laid_out(const LoadedType& type, const TextSink& text, json::Style style, const char* function) {
    if (text.overflowed()) throw plugin_bug(type, std::string(function) + " wrote more JSON than fits; it is dropped");
    try {
        return json::restyle(text.text(), style, json::NonFinite::allow,
                             {limits::json_depth, limits::value_json_bytes});
    } catch (const json::Error& error) {
        throw plugin_bug(type, std::string(function) + " wrote a text that is not JSON: " + error.what());
    }
}

json::Style style_for(const Store& store) noexcept {
    return store.kind() == Store::Kind::run ? json::Style::fast : json::Style::standard_sorted;
}

}  // namespace

ValuePtr own_value(const LoadedType& type, wbm_value* given, wbm_status status, const TextSink& error,
                   const char* function) {
    // After a refusal *out is untouched by contract; what a careless plugin left there is not a value.
    if (status != WBM_OK) throw plugin_error(type, status, error);
    if (given == nullptr) throw plugin_bug(type, std::string(function) + " reported success without a value");
    std::unique_ptr<wbm_value, void (*)(wbm_value*)> owned(given, type.table->destroy);
    auto made = std::make_shared<PluginValue>(type, owned.get());
    (void)owned.release();
    return made;
}

ValuePtr create_value(const LoadedType& type, const wbm_input& input) {
    wbm_value* out = nullptr;
    ErrorSink error;
    const wbm_status status = call_plugin(type, "create", [&] { return type.table->create(&input, &out, error.c()); });
    return own_value(type, out, status, error, "create");
}

ValuePtr restore_value(const LoadedType& type, std::string_view json, const wbm_store& source) {
    wbm_value* out = nullptr;
    ErrorSink error;
    const wbm_status status =
        call_plugin(type, "from_json", [&] { return type.table->from_json(to_c(json), &source, &out, error.c()); });
    return own_value(type, out, status, error, "from_json");
}

std::string PluginValue::to_json_text(Store& target) const {
    const bool is_run = target.kind() == Store::Kind::run;
    if (is_run)
        if (std::optional<std::string> same = logged_before(target)) return *std::move(same);
    Store::Transaction transaction(target);
    StoreAdapter adapter(target, origin() ? &*origin() : nullptr);
    TextSink text;
    ErrorSink error;
    const wbm_status status =
        call_plugin(type_, "to_json", [&] { return type_.table->to_json(value_, adapter.c(), text.c(), error.c()); });
    if (status != WBM_OK) throw plugin_error(type_, status, error);
    check_written_type(type_, text.text(), target);
    std::string json = laid_out(type_, text, style_for(target), "to_json");
    if (is_run) remember(target, json, adapter.kept());
    transaction.keep();
    return json;
}

json::object PluginValue::fields() const {
    if (type_.fields == nullptr) return {};
    TextSink text;
    ErrorSink error;
    const wbm_status status =
        call_plugin(type_, "fields", [&] { return type_.fields->get(value_, text.c(), error.c()); });
    if (status != WBM_OK) throw plugin_error(type_, status, error);
    if (text.overflowed()) throw plugin_bug(type_, "fields wrote more JSON than fits");
    try {
        return json::read_object(text.text());
    } catch (const json::Error& broken) {
        throw plugin_bug(type_, std::string("fields wrote a text that is not a JSON object: ") + broken.what());
    }
}

Tensor PluginValue::tensor(const json::object& options) const {
    if (type_.tensor == nullptr) return WBValue::tensor(options);
    std::string text;
    try {
        if (!options.empty()) text = json::write(options);
    } catch (const json::Error& broken) {
        throw MediaError(Status::invalid, std::string(type_.name) + ": the options are not JSON: " + broken.what());
    }
    DLManagedTensor* out = nullptr;
    ErrorSink error;
    const wbm_status status =
        call_plugin(type_, "tensor", [&] { return type_.tensor->get(value_, to_c(text), &out, error.c()); });
    if (status != WBM_OK) throw plugin_error(type_, status, error);
    if (out == nullptr) throw plugin_bug(type_, "tensor reported success without an array");
    Tensor tensor(out);
    const DLTensor& dl = tensor.dl();
    if (dl.device.device_type != kDLCPU || dl.ndim < 0 || (dl.ndim > 0 && dl.shape == nullptr))
        throw plugin_bug(type_, "tensor gave an array that is not in CPU memory or has no shape");
    return tensor;
}

std::optional<std::size_t> PluginValue::batch_limit() const noexcept {
    if (type_.batch == nullptr) return std::nullopt;
    return type_.batch->max_items;
}

std::string PluginValue::seq_to_json(std::span<const ValuePtr> values, std::span<const std::string> json) const {
    if (type_.batch == nullptr) return WBValue::seq_to_json(values, json);
    const std::size_t most = type_.batch->max_items;
    if (values.empty() || values.size() != json.size() || (most != 0 && values.size() > most))
        throw MediaError(Status::invalid, std::string(type_.name) + ": a list needs 1 to " +
                                              (most == 0 ? "any number of" : std::to_string(most)) +
                                              " values and the JSON of each, not " + std::to_string(values.size()) +
                                              " and " + std::to_string(json.size()));
    std::vector<const wbm_value*> handles;
    std::vector<wbm_str> texts;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto* same = dynamic_cast<const PluginValue*>(values[i].get());
        if (same == nullptr || same->type_.table != type_.table)
            throw MediaError(Status::invalid, std::string(type_.name) + ": value " + std::to_string(i) +
                                                  " of the list is of another type" +
                                                  (values[i] ? ", " + std::string(values[i]->type()) : std::string()));
        handles.push_back(same->value_);
        texts.push_back(to_c(json[i]));
    }
    TextSink out;
    ErrorSink error;
    const wbm_status status = call_plugin(type_, "seq_to_json", [&] {
        return type_.batch->seq_to_json(handles.data(), texts.data(), handles.size(), out.c(), error.c());
    });
    if (status != WBM_OK) throw plugin_error(type_, status, error);
    return laid_out(type_, out, json::Style::fast, "seq_to_json");
}

bool PluginValue::equals(const WBValue& other) const {
    const auto* same = dynamic_cast<const PluginValue*>(&other);
    if (same == nullptr || same->type_.table != type_.table) return false;
    return call_plugin(type_, "equal", [&] { return type_.table->equal(value_, same->value_); }) != 0;
}

const wbm_value* PluginValue::object(const wbm_type* type) const noexcept {
    return type_.table == type ? value_ : nullptr;
}

std::optional<std::string> PluginValue::logged_before(const Store& run) const {
    const std::lock_guard lock(logged_guard_);
    const auto found =
        std::find_if(logged_.begin(), logged_.end(), [&](const Logged& l) { return l.root == run.root(); });
    if (found == logged_.end()) return std::nullopt;
    try {
        for (const std::string& file : found->files) (void)run.fetch(file);
        return found->json;
    } catch (const MediaError&) {
        // What logged it was undone afterwards, as part of something larger: it has to be written again.
        logged_.erase(found);
        return std::nullopt;
    }
}

void PluginValue::remember(const Store& run, const std::string& json, const std::vector<std::string>& files) const {
    const std::lock_guard lock(logged_guard_);
    logged_.push_back({run.root(), json, files});
}

std::vector<std::string> PluginValue::files_in_run(const Store& run) const {
    const std::lock_guard lock(logged_guard_);
    for (const Logged& logged : logged_)
        if (logged.root == run.root()) return logged.files;
    return {};
}

}  // namespace wbm
