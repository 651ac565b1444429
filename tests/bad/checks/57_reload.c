/* A process can open it twice, not three times. */
#include "base.h"

static wbm_status start(const wbm_host* host, wbm_sink error) {
    static const char variable[] = "WBM_FLAWED_OPENED";
    static int was_counted = 0;
    const char* opened = getenv(variable);
    if (!was_counted && opened != NULL && strcmp(opened, "xx") == 0) {
        say(error, "flawed: it was opened before");
        return WBM_INTERNAL;
    }
    if (!was_counted) setenv(variable, opened == NULL ? "x" : "xx", 1);
    was_counted = 1;
    return sound_plugin()->start(host, error);
}

static void change(wbm_plugin* plugin, wbm_type* type) { (void)type, plugin->start = &start; }
BAD_PLUGIN(&change)
