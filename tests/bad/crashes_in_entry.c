/* An entry that does not survive. */
#include "base.h"

const wbm_plugin* WBM_ENTRY(void) {
    volatile int* nowhere = NULL;
    *nowhere = 1;
    return NULL;
}
