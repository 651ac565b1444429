/* It reads what another type wrote. */
#include "base.h"

static wbm_status from_json(wbm_str json, const wbm_store* source, wbm_value** out, wbm_sink error) {
    return read_replaced(json, "another-type-of-another-plugin", "flawed", source, out, error);
}

static void change(wbm_plugin* plugin, wbm_type* type) {
    (void)plugin;
    type->from_json = &from_json;
}
BAD_PLUGIN(&change)
