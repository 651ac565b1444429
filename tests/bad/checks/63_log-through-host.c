/* It prints on the standard error. Once in a process: others read that too. */
#include "base.h"

static wbm_status start(const wbm_host* host, wbm_sink error) {
    fputs("flawed: started\n", stderr);
    return sound_plugin()->start(host, error);
}

static void change(wbm_plugin* plugin, wbm_type* type) { (void)type, plugin->start = &start; }
BAD_PLUGIN(&change)
