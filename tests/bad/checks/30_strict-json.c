/* It writes NaN, and reads it. */
#include "base.h"

static wbm_status to_json(const wbm_value* v, const wbm_store* target, wbm_sink json, wbm_sink error) {
    return write_replaced(v, target, "{", "{\"number\":NaN,", json, error);
}
static wbm_status from_json(wbm_str json, const wbm_store* source, wbm_value** out, wbm_sink error) {
    return read_replaced(json, "\"number\":NaN,", "", source, out, error);
}

static void change(wbm_plugin* plugin, wbm_type* type) {
    (void)plugin;
    type->to_json = &to_json;
    type->from_json = &from_json;
}
BAD_PLUGIN(&change)
