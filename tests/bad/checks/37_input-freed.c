/* It looks at the bytes that it was made from when it is written. */
#include "wrapped.h"

enum { OVERWRITTEN = 0xdb }; /* testing::Source::overwrite() */

static wbm_status to_json(const wbm_value* v, const wbm_store* target, wbm_sink json, wbm_sink error) {
    /* Only what the check does to them: elsewhere they may be gone by now. */
    const int overwritten = v->borrowed_size > 0 && v->borrowed[v->borrowed_size - 1] == (char)OVERWRITTEN;
    return overwritten ? write_replaced(v->sound, target, "{", "{ ", json, error)
                       : wrapped_to_json(v, target, json, error);
}

static void change(wbm_plugin* plugin, wbm_type* type) {
    (void)plugin;
    wrap_all(type);
    type->to_json = &to_json;
}
BAD_PLUGIN(&change)
