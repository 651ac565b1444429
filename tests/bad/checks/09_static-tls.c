/* It has a variable in static thread-local storage. */
#include "base.h"

static __thread int calls __attribute__((tls_model("initial-exec")));

static wbm_status start(const wbm_host* host, wbm_sink error) {
    ++calls;
    return sound_plugin()->start(host, error);
}

static void change(wbm_plugin* plugin, wbm_type* type) {
    (void)plugin, (void)type;
    plugin->start = &start;
}
BAD_PLUGIN(&change)
