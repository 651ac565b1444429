// The cells of a value that has rows and columns (wbm/ext/rows.h, wbm/ext/arrow.h).
#include <wbm/error.hpp>
#include <wbm/limits.hpp>

#include "boundary.hpp"
#include "handle.hpp"
#include "plugin_value.hpp"

#include <memory>

namespace wbm {

json::array PluginValue::rows(const json::object& options) const {
    if (type_.rows == nullptr) return WBValue::rows(options);
    const std::string wanted = options.empty() ? std::string() : json::write(options);
    TextSink text;
    ErrorSink error;
    const wbm_status status =
        call_plugin(type_, "rows", [&] { return type_.rows->get(value_, to_c(wanted), text.c(), error.c()); });
    if (status != WBM_OK) throw plugin_error(type_, status, error);
    if (text.overflowed()) throw plugin_bug(type_, "rows wrote more JSON than fits; ask for fewer rows");
    try {
        json::value all =
            json::read(text.text(), json::NonFinite::allow, {limits::json_depth, limits::value_json_bytes});
        if (all.is_array()) return std::move(all.get_array());
    } catch (const json::Error& broken) {
        throw plugin_bug(type_, std::string("rows wrote a text that is not JSON: ") + broken.what());
    }
    throw plugin_bug(type_, "rows wrote JSON that is no list");
}

void PluginValue::arrow(ArrowArrayStream& out, const json::object& options) const {
    if (type_.arrow == nullptr) return WBValue::arrow(out, options);
    const std::string wanted = options.empty() ? std::string() : json::write(options);
    out = {};
    ErrorSink error;
    const wbm_status status =
        call_plugin(type_, "arrow", [&] { return type_.arrow->get(value_, to_c(wanted), &out, error.c()); });
    if (status != WBM_OK) {
        out = {};
        throw plugin_error(type_, status, error);
    }
    if (out.release == nullptr || out.get_schema == nullptr || out.get_next == nullptr || out.get_last_error == nullptr)
        throw plugin_bug(type_, "arrow reported success without a stream");
}

ValuePtr PluginValue::cell_value(const json::array& place) const {
    if (type_.rows == nullptr) return WBValue::cell_value(place);
    const std::string where = json::write(json::value(place));
    wbm_handle* out = nullptr;
    ErrorSink error;
    const wbm_status status =
        call_plugin(type_, "value", [&] { return type_.rows->value(value_, to_c(where), &out, error.c()); });
    if (status != WBM_OK) throw plugin_error(type_, status, error);
    if (out == nullptr) throw plugin_bug(type_, "value reported success without a value");
    const std::unique_ptr<wbm_handle> handle(out);
    return handle->value;
}

}  // namespace wbm
