/* An entry that gives nothing. */
#include "base.h"

const wbm_plugin* WBM_ENTRY(void) { return NULL; }
