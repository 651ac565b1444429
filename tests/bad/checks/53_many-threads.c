/* Only one thread at a time can read. */
#include "base.h"

#include <unistd.h>

static wbm_status from_json(wbm_str json, const wbm_store* source, wbm_value** out, wbm_sink error) {
    static int readers = 0;
    wbm_status status = WBM_INTERNAL;
    if (__atomic_fetch_add(&readers, 1, __ATOMIC_SEQ_CST) == 0) {
        usleep(100);
        status = sound_type()->from_json(json, source, out, error);
    } else {
        say(error, "flawed: another thread is reading");
    }
    __atomic_fetch_sub(&readers, 1, __ATOMIC_SEQ_CST);
    return status;
}

static void change(wbm_plugin* plugin, wbm_type* type) { (void)plugin, type->from_json = &from_json; }
BAD_PLUGIN(&change)
