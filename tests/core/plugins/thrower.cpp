// A C++ plugin whose functions let exceptions out, which no plugin may do.
#include <wbm/ext/fields.h>
#include <wbm/plugin.h>

#include <cstring>
#include <stdexcept>

struct wbm_value {
    int unused = 0;
};

namespace {

wbm_status create(const wbm_input* in, wbm_value** out, wbm_sink) {
    if (in->parts[0]->text.size == 0) throw std::runtime_error("no text");
    *out = new wbm_value;
    return WBM_OK;
}
wbm_status from_json(wbm_str, const wbm_store*, wbm_value**, wbm_sink) { throw 42; }
wbm_status to_json(const wbm_value*, const wbm_store*, wbm_sink, wbm_sink) { throw std::runtime_error("to_json"); }
std::int32_t equal(const wbm_value*, const wbm_value*) { throw std::runtime_error("equal"); }
void destroy(wbm_value* v) { delete v; }
wbm_status get_fields(const wbm_value*, wbm_sink, wbm_sink) { throw std::runtime_error("fields"); }
const void* extension(const char* id) {
    static const wbm_ext_fields fields{sizeof fields, get_fields};
    return std::strcmp(id, WBM_EXT_FIELDS) == 0 ? &fields : nullptr;
}

}  // namespace

const wbm_plugin* WBM_ENTRY() {
    static const wbm_type type{sizeof type, WBM_FROM_BYTES, "thrower", nullptr, nullptr,  create,
                               from_json,   to_json,        equal,     destroy, extension};
    static const wbm_type* const types[] = {&type, nullptr};
    static const wbm_plugin plugin{sizeof plugin, WBM_ABI, "org.example.thrower", "0.1.0", nullptr, nullptr, types};
    return &plugin;
}
