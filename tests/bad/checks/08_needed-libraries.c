/* It needs a library that is nowhere to be found. */
#include "base.h"

int in_another_library(void);

static void change(wbm_plugin* plugin, wbm_type* type) {
    (void)plugin;
    type->inputs += (uint32_t)in_another_library();
}
BAD_PLUGIN(&change)
