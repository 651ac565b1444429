/* An entry that never returns. */
#include "base.h"

#include <unistd.h>

const wbm_plugin* WBM_ENTRY(void) {
    for (;;) pause();
}
