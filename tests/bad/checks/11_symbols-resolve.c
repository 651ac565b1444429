/* It calls a function that is nowhere. */
#include "base.h"

void is_nowhere(void);

static wbm_status start(const wbm_host* host, wbm_sink error) {
    (void)host, (void)error;
    is_nowhere();
    return WBM_OK;
}

static void change(wbm_plugin* plugin, wbm_type* type) { (void)type, plugin->start = &start; }
BAD_PLUGIN(&change)
