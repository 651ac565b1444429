/* It exports a function of its own. */
#include "base.h"

WBM_EXPORT int another_export(void);
int another_export(void) { return 1; }

BAD_PLUGIN(NULL)
