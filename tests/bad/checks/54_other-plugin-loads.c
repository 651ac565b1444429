/* A value is lost as soon as the process loads another library. */
#include "wrapped.h"

#include <link.h>

static int get_loads(struct dl_phdr_info* info, size_t size, void* loads) {
    (void)size;
    *(size_t*)loads = (size_t)info->dlpi_adds;
    return 1;
}
static size_t loads_now(void) {
    size_t loads = 0;
    dl_iterate_phdr(&get_loads, &loads);
    return loads;
}
static wbm_status create(const wbm_input* in, wbm_value** out, wbm_sink error) {
    const wbm_status status = wrapped_create(in, out, error);
    if (status == WBM_OK) (*out)->borrowed_size = loads_now();
    return status;
}
static wbm_status to_json(const wbm_value* v, const wbm_store* target, wbm_sink json, wbm_sink error) {
    if (!v->was_read && v->borrowed_size != loads_now()) say(json, " ");
    return wrapped_to_json(v, target, json, error);
}

static void change(wbm_plugin* plugin, wbm_type* type) {
    (void)plugin;
    wrap_all(type);
    type->create = &create;
    type->to_json = &to_json;
}
BAD_PLUGIN(&change)
