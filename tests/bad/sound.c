/* Nothing is wrong with this one: the tests break what stands around it. */
#include "base.h"

const wbm_plugin* WBM_ENTRY(void) {
    static const wbm_type type = BAD_TYPE("bad-file");
    static const wbm_type* const types[] = {&type, NULL};
    static const wbm_plugin plugin = BAD_PLUGIN(types);
    return &plugin;
}
