/* A value can be destroyed only by the thread that made it. */
#include "wrapped.h"

#include <pthread.h>

static wbm_status create(const wbm_input* in, wbm_value** out, wbm_sink error) {
    const wbm_status status = wrapped_create(in, out, error);
    if (status == WBM_OK) (*out)->borrowed_size = (size_t)pthread_self();
    return status;
}
static void destroy(wbm_value* v) {
    if (!v->was_read && v->borrowed_size != (size_t)pthread_self()) abort();
    wrapped_destroy(v);
}

static void change(wbm_plugin* plugin, wbm_type* type) {
    (void)plugin;
    wrap_all(type);
    type->create = &create;
    type->destroy = &destroy;
}
BAD_PLUGIN(&change)
