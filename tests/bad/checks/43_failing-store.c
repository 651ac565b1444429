/* It hides what the store said. */
#include "base.h"

static wbm_status from_json(wbm_str json, const wbm_store* source, wbm_value** out, wbm_sink error) {
    const wbm_status status = sound_type()->from_json(json, source, out, error);
    return status == WBM_IO ? WBM_INVALID : status;
}

static void change(wbm_plugin* plugin, wbm_type* type) {
    (void)plugin;
    type->from_json = &from_json;
}
BAD_PLUGIN(&change)
