/* The id is no reverse domain name. */
#include "base.h"

static void change(wbm_plugin* plugin, wbm_type* type) { (void)type, plugin->id = "flawed"; }
BAD_PLUGIN(&change)
