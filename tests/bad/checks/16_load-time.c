/* Loading it takes long. */
#include "base.h"

#include <unistd.h>

__attribute__((constructor)) static void wait_for_nothing(void) { usleep(150000); }

BAD_PLUGIN(NULL)
