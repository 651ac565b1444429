/* A table that ends before `types`. */
#include "base.h"

const wbm_plugin* WBM_ENTRY(void) {
    static const wbm_plugin plugin = {
        offsetof(wbm_plugin, types), WBM_ABI, "org.example.bad", "1.0.0", NULL, NULL, NULL};
    return &plugin;
}
