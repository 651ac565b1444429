/* It prints on the standard output. */
#include "base.h"

static wbm_status to_json(const wbm_value* v, const wbm_store* target, wbm_sink json, wbm_sink error) {
    puts("writing a value");
    return sound_type()->to_json(v, target, json, error);
}

static void change(wbm_plugin* plugin, wbm_type* type) { (void)plugin, type->to_json = &to_json; }
BAD_PLUGIN(&change)
