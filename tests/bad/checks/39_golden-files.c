/* It no longer reads values without "sha256", as its first release wrote them. */
#include "base.h"

static wbm_status from_json(wbm_str json, const wbm_store* source, wbm_value** out, wbm_sink error) {
    if (json.size > 0 && json.data[0] == '{' && memmem(json.data, json.size, "\"sha256\"", 8) == NULL) {
        say(error, "flawed: \"sha256\" is missing");
        return WBM_INVALID;
    }
    return sound_type()->from_json(json, source, out, error);
}

static void change(wbm_plugin* plugin, wbm_type* type) { (void)plugin, type->from_json = &from_json; }
BAD_PLUGIN(&change)
