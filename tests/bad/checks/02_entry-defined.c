/* The entry is no function but an object. */
#define WBM_ENTRY not_the_entry
#include "base.h"

__asm__(
    ".globl wbm_plugin_v1\n.type wbm_plugin_v1, @object\n.data\nwbm_plugin_v1:\n.long 0\n.size wbm_plugin_v1, "
    "4\n.text");

BAD_PLUGIN(NULL)
