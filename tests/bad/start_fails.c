/* A plugin that does not start. */
#include "base.h"

static wbm_status start(const wbm_host* host, wbm_sink error) {
    static const char text[] = "no licence was found";
    (void)host;
    error.write(error.ctx, text, sizeof text - 1);
    return WBM_UNSUPPORTED;
}

const wbm_plugin* WBM_ENTRY(void) {
    static const wbm_type type = BAD_TYPE("bad-file");
    static const wbm_type* const types[] = {&type, NULL};
    static const wbm_plugin plugin = {sizeof plugin, WBM_ABI, "org.example.bad", "1.0.0", start, NULL, types};
    return &plugin;
}
