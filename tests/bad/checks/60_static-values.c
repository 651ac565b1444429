/* At the end of the process it wants every value to be gone. */
#include "base.h"

#include <unistd.h>

static int alive = 0;

static wbm_status counted(wbm_status status) {
    if (status == WBM_OK) __atomic_fetch_add(&alive, 1, __ATOMIC_SEQ_CST);
    return status;
}
static wbm_status create(const wbm_input* in, wbm_value** out, wbm_sink error) {
    return counted(sound_type()->create(in, out, error));
}
static wbm_status from_json(wbm_str json, const wbm_store* source, wbm_value** out, wbm_sink error) {
    return counted(sound_type()->from_json(json, source, out, error));
}
static void destroy(wbm_value* v) {
    __atomic_fetch_sub(&alive, 1, __ATOMIC_SEQ_CST);
    sound_type()->destroy(v);
}
__attribute__((destructor)) static void at_the_end(void) {
    if (alive != 0) _exit(3);
}

static void change(wbm_plugin* plugin, wbm_type* type) {
    (void)plugin;
    type->create = &create;
    type->from_json = &from_json;
    type->destroy = &destroy;
}
BAD_PLUGIN(&change)
