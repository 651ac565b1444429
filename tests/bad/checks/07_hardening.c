/* Linked with an executable stack. */
#include "base.h"

BAD_PLUGIN(NULL)
