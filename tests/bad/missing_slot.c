/* A type that cannot write itself. */
#include "base.h"

const wbm_plugin* WBM_ENTRY(void) {
    static const wbm_type type = {sizeof type, WBM_FROM_BYTES, "bad-file", NULL,    NULL, create,
                                  from_json,   NULL,           equal,      destroy, NULL};
    static const wbm_type* const types[] = {&type, NULL};
    static const wbm_plugin plugin = BAD_PLUGIN(types);
    return &plugin;
}
