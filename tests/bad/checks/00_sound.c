/* Nothing is wrong with this one. */
#include "base.h"

BAD_PLUGIN(NULL)
