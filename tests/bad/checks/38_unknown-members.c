/* A member that it does not know is refused. */
#include "base.h"

static wbm_status from_json(wbm_str json, const wbm_store* source, wbm_value** out, wbm_sink error) {
    if (json.size > 0 && memmem(json.data, json.size, "x_unknown", 9) != NULL) {
        say(error, "flawed: \"x_unknown\" is not known");
        return WBM_INVALID;
    }
    return sound_type()->from_json(json, source, out, error);
}

static void change(wbm_plugin* plugin, wbm_type* type) { (void)plugin, type->from_json = &from_json; }
BAD_PLUGIN(&change)
