/* Its version is not the one that its manifest has. */
#include "base.h"

static void change(wbm_plugin* plugin, wbm_type* type) { (void)type, plugin->version = "9.9.9"; }
BAD_PLUGIN(&change)
