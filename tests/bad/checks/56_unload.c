/* A file stays open when it is closed. */
#include "base.h"

#include <fcntl.h>

static wbm_status start(const wbm_host* host, wbm_sink error) {
    if (open("/dev/null", O_RDONLY | O_CLOEXEC) >= 0) return sound_plugin()->start(host, error);
    say(error, "flawed: there is no /dev/null");
    return WBM_IO;
}

static void change(wbm_plugin* plugin, wbm_type* type) { (void)type, plugin->start = &start; }
BAD_PLUGIN(&change)
