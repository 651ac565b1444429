/* The same type twice. */
#include "base.h"

const wbm_plugin* WBM_ENTRY(void) {
    static const wbm_type one = BAD_TYPE("bad-file"), two = BAD_TYPE("bad-file");
    static const wbm_type* const types[] = {&one, &two, NULL};
    static const wbm_plugin plugin = BAD_PLUGIN(types);
    return &plugin;
}
