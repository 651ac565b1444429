/* An entry that ends the program. */
#include "base.h"

const wbm_plugin* WBM_ENTRY(void) { exit(3); }
