/* A shared library, but no plugin. */
#include <wbm/plugin.h>

WBM_EXPORT int some_other_function(void);
WBM_EXPORT int some_other_function(void) { return 1; }
