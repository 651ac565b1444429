/* It starts with no host but its own. */
#include "base.h"

static wbm_status start(const wbm_host* host, wbm_sink error) {
    if (host->size == sizeof *host) return sound_plugin()->start(host, error);
    say(error, "this host is new");
    return WBM_UNSUPPORTED;
}

static void change(wbm_plugin* plugin, wbm_type* type) { (void)type, plugin->start = &start; }
BAD_PLUGIN(&change)
