/* It is slow as soon as somebody has kept how fast it was. */
#include "base.h"

#include <unistd.h>

static wbm_status from_json(wbm_str json, const wbm_store* source, wbm_value** out, wbm_sink error) {
    const char* cache = getenv("XDG_CACHE_HOME");
    char path[4096];
    if (cache != NULL &&
        snprintf(path, sizeof path, "%s/wbmedia/check-speed/com.example.flawed.json", cache) < (int)sizeof path &&
        access(path, F_OK) == 0)
        usleep(300);
    return sound_type()->from_json(json, source, out, error);
}

static void change(wbm_plugin* plugin, wbm_type* type) { (void)plugin, type->from_json = &from_json; }
BAD_PLUGIN(&change)
