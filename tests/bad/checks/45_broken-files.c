/* A file that cannot be opened is an empty value. */
#include "base.h"

static wbm_status create(const wbm_input* in, wbm_value** out, wbm_sink error) {
    static const wbm_part part = {sizeof part, WBM_FROM_BYTES, {NULL, 0}, {NULL, 0}, NULL, NULL, NULL};
    static const wbm_part* const parts[] = {&part};
    static const wbm_input nothing = {sizeof nothing, 1, parts, {NULL, 0}};
    gathered text;
    const wbm_status status = sound_type()->create(in, out, sink_of(&text));
    const int is_file = in->parts[0]->kind == WBM_FROM_PATH;
    if (status != WBM_OK && !is_file) say(error, text.text);
    free(text.text);
    return status != WBM_OK && is_file ? sound_type()->create(&nothing, out, error) : status;
}

static void change(wbm_plugin* plugin, wbm_type* type) {
    (void)plugin;
    type->create = &create;
}
BAD_PLUGIN(&change)
