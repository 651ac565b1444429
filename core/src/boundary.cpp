#include "boundary.hpp"

#include <wbm/json.hpp>

#include "plugin_library.hpp"

#include <new>

namespace wbm {

namespace {

/// Cuts at a character's edge when the limit fell into one.
std::string_view whole_characters(std::string_view text) noexcept {
    for (int i = 0; i < 3 && !json::is_utf8(text) && !text.empty(); ++i) text.remove_suffix(1);
    return text;
}

Status to_status(wbm_status status) noexcept {
    return status > WBM_OK && status <= WBM_INTERNAL ? static_cast<Status>(status) : Status::internal;
}

}  // namespace

void TextSink::write(void* ctx, const char* data, std::size_t size) noexcept {
    auto& sink = *static_cast<TextSink*>(ctx);
    if (sink.overflowed_ || size == 0) return;
    const std::size_t room = sink.limit_ - sink.text_.size();
    sink.overflowed_ = size > room;
    try {
        sink.text_.append(data, sink.overflowed_ ? room : size);
    } catch (const std::exception&) {
        sink.overflowed_ = true;
    }
}

MediaError plugin_error(const LoadedType& type, wbm_status code, const TextSink& error) {
    const Status status = to_status(code);
    const std::string name(type.name);
    const std::string reason = " (status " + std::string(to_string(status)) + ")";
    std::string_view text = error.text();
    if (error.overflowed()) text = whole_characters(text);
    if (text.empty()) return {status, name + ": the plugin gave no reason" + reason, type.plugin->label};
    if (!json::is_utf8(text)) return {status, name + ": the plugin's reason is not UTF-8" + reason, type.plugin->label};
    if (text.starts_with(type.name)) return {status, std::string(text), type.plugin->label};
    return {status, name + ": " + std::string(text), type.plugin->label};
}

MediaError plugin_bug(const LoadedType& type, std::string_view what) {
    return {Status::internal, std::string(type.name) + ": " + std::string(what), type.plugin->label};
}

}  // namespace wbm
