/* Errors of from_json do not say of which type they are. */
#include "base.h"

static wbm_status from_json(wbm_str json, const wbm_store* source, wbm_value** out, wbm_sink error) {
    gathered text;
    const wbm_status status = sound_type()->from_json(json, source, out, sink_of(&text));
    if (status != WBM_OK) {
        char* changed = text.text == NULL ? NULL : replaced(text.text, text.size, "flawed: ", "");
        say(error, changed == NULL ? "something is wrong" : changed);
        free(changed);
    }
    free(text.text);
    return status;
}

static void change(wbm_plugin* plugin, wbm_type* type) {
    (void)plugin;
    type->from_json = &from_json;
}
BAD_PLUGIN(&change)
