/* Calls a function that nobody defines. */
#include "base.h"

int nobody_defines_this(void);

const wbm_plugin* WBM_ENTRY(void) {
    static const wbm_type type = BAD_TYPE("bad-file");
    static const wbm_type* const types[] = {&type, NULL};
    static const wbm_plugin plugin = BAD_PLUGIN(types);
    return nobody_defines_this() ? &plugin : NULL;
}
