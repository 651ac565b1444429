/* Needs a library that is not there when it is loaded. */
#include "base.h"

int gone_function(void);

const wbm_plugin* WBM_ENTRY(void) {
    static const wbm_type type = BAD_TYPE("bad-file");
    static const wbm_type* const types[] = {&type, NULL};
    static const wbm_plugin plugin = BAD_PLUGIN(types);
    return gone_function() ? &plugin : NULL;
}
