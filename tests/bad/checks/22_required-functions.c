/* It cannot write. */
#include "base.h"

static void change(wbm_plugin* plugin, wbm_type* type) { (void)plugin, type->to_json = NULL; }
BAD_PLUGIN(&change)
