/* Built for another ABI. All behind `abi` may look different there, so it is garbage here. */
#include "base.h"

const wbm_plugin* WBM_ENTRY(void) {
    static const wbm_plugin plugin = {sizeof plugin, WBM_ABI + 1, (const char*)8,           (const char*)8,
                                      NULL,          NULL,        (const wbm_type* const*)8};
    return &plugin;
}
