/* A type that ends before `to_json`. */
#include "base.h"

const wbm_plugin* WBM_ENTRY(void) {
    static const wbm_type type = {
        offsetof(wbm_type, to_json), WBM_FROM_BYTES, "bad-file", NULL, NULL, create, from_json, NULL, NULL, NULL, NULL};
    static const wbm_type* const types[] = {&type, NULL};
    static const wbm_plugin plugin = BAD_PLUGIN(types);
    return &plugin;
}
