/* Each value that is read leaves a little behind. */
#include "base.h"

static wbm_status from_json(wbm_str json, const wbm_store* source, wbm_value** out, wbm_sink error) {
    static void* volatile forgotten;
    const wbm_status status = sound_type()->from_json(json, source, out, error);
    if (status == WBM_OK) forgotten = malloc(24);
    (void)forgotten;
    return status;
}

static void change(wbm_plugin* plugin, wbm_type* type) { (void)plugin, type->from_json = &from_json; }
BAD_PLUGIN(&change)
