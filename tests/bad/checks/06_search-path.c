/* Linked with a search path that is relative to the current folder. */
#include "base.h"

BAD_PLUGIN(NULL)
