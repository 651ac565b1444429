/* The name has blanks. */
#include "base.h"

static void change(wbm_plugin* plugin, wbm_type* type) { (void)plugin, type->name = "not a name"; }
BAD_PLUGIN(&change)
