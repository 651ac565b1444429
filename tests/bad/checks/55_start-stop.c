/* What stop() frees, start() does not make again. */
#include "base.h"

static int was_stopped = 0;

static void stop(void) {
    was_stopped = 1;
    sound_plugin()->stop();
}
static wbm_status create(const wbm_input* in, wbm_value** out, wbm_sink error) {
    if (!was_stopped) return sound_type()->create(in, out, error);
    say(error, "flawed: it was stopped");
    return WBM_INTERNAL;
}

static void change(wbm_plugin* plugin, wbm_type* type) {
    plugin->stop = &stop;
    type->create = &create;
}
BAD_PLUGIN(&change)
