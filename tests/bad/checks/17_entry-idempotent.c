/* The entry gives two tables in turn. */
#include "base.h"

const wbm_plugin* WBM_ENTRY(void) {
    static wbm_plugin plugins[2];
    static size_t calls = 0;
    plugins[0] = plugins[1] = *sound_plugin();
    return &plugins[calls++ % 2];
}
