/* It keeps a list of what it wrote in the user's folder, where there is one for this. */
#include "base.h"

static wbm_status to_json(const wbm_value* v, const wbm_store* target, wbm_sink json, wbm_sink error) {
    const char* folder = getenv("XDG_STATE_HOME");
    char path[4096];
    FILE* file;
    if (folder != NULL && snprintf(path, sizeof path, "%s/flawed.log", folder) < (int)sizeof path) {
        file = fopen(path, "a");
        if (file != NULL) fclose(file);
    }
    return sound_type()->to_json(v, target, json, error);
}

static void change(wbm_plugin* plugin, wbm_type* type) { (void)plugin, type->to_json = &to_json; }
BAD_PLUGIN(&change)
