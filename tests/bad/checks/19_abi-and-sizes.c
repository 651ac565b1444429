/* The table of the type says that it has 8 bytes. */
#include "base.h"

static void change(wbm_plugin* plugin, wbm_type* type) { (void)plugin, type->size = 8; }
BAD_PLUGIN(&change)
