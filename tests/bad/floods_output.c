/* An entry that writes to the program's output before it is done. */
#include "base.h"

#include <stdio.h>

const wbm_plugin* WBM_ENTRY(void) {
    static const wbm_type type = BAD_TYPE("bad-file");
    static const wbm_type* const types[] = {&type, NULL};
    static const wbm_plugin plugin = BAD_PLUGIN(types);
    for (int i = 0; i < 100000; ++i) puts("hello from a plugin");
    fflush(stdout);
    return &plugin;
}
