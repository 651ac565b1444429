/* A value that was read is written with one blank more. */
#include "wrapped.h"

static wbm_status to_json(const wbm_value* v, const wbm_store* target, wbm_sink json, wbm_sink error) {
    if (v->was_read) say(json, " ");
    return wrapped_to_json(v, target, json, error);
}

static void change(wbm_plugin* plugin, wbm_type* type) {
    (void)plugin;
    wrap_all(type);
    type->to_json = &to_json;
}
BAD_PLUGIN(&change)
