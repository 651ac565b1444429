/* It has every extension that it is asked for. */
#include "base.h"

static const void* extension(const char* id) {
    static const int anything = 0;
    return strcmp(id, "no.such/1") == 0 ? &anything : NULL;
}

static void change(wbm_plugin* plugin, wbm_type* type) { (void)plugin, type->extension = &extension; }
BAD_PLUGIN(&change)
