/* It works in the process that started it only. */
#include "base.h"

#include <unistd.h>

static pid_t started_in = 0;

static wbm_status start(const wbm_host* host, wbm_sink error) {
    started_in = getpid();
    return sound_plugin()->start(host, error);
}
static wbm_status to_json(const wbm_value* v, const wbm_store* target, wbm_sink json, wbm_sink error) {
    if (getpid() == started_in) return sound_type()->to_json(v, target, json, error);
    say(error, "flawed: this is another process");
    return WBM_INTERNAL;
}

static void change(wbm_plugin* plugin, wbm_type* type) {
    plugin->start = &start;
    type->to_json = &to_json;
}
BAD_PLUGIN(&change)
