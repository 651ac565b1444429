/* It exports a function of libpng. */
#include "base.h"

WBM_EXPORT int png_access_version_number(void);
int png_access_version_number(void) { return 1; }

BAD_PLUGIN(NULL)
