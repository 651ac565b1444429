/* It replaces atexit() for the whole program. */
#include "base.h"

WBM_EXPORT int atexit(void (*function)(void));
int atexit(void (*function)(void)) {
    (void)function;
    return 0;
}

BAD_PLUGIN(NULL)
