/* Whether two are equal depends on which is asked. */
#include "wrapped.h"

static int32_t equal(const wbm_value* a, const wbm_value* b) {
    return !(a->was_read && !b->was_read) && wrapped_equal(a, b);
}

static void change(wbm_plugin* plugin, wbm_type* type) {
    (void)plugin;
    wrap_all(type);
    type->equal = &equal;
}
BAD_PLUGIN(&change)
