/* It takes for granted that there is memory. */
#include "base.h"

static wbm_status create(const wbm_input* in, wbm_value** out, wbm_sink error) {
    volatile char* note = (char*)malloc(64);
    note[0] = 1;
    free((char*)note);
    return sound_type()->create(in, out, error);
}

static void change(wbm_plugin* plugin, wbm_type* type) { (void)plugin, type->create = &create; }
BAD_PLUGIN(&change)
