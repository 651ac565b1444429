/* to_json() works in the value itself: two threads at once are in each other's way. */
#include "wrapped.h"

#include <unistd.h>

static wbm_status to_json(const wbm_value* v, const wbm_store* target, wbm_sink json, wbm_sink error) {
    wbm_value* mine = (wbm_value*)v;
    const int is_busy = __atomic_exchange_n(&mine->was_read, 7, __ATOMIC_SEQ_CST) == 7;
    wbm_status status;
    usleep(100);
    status = wrapped_to_json(v, target, json, error);
    if (is_busy) say(json, " ");
    __atomic_store_n(&mine->was_read, 0, __ATOMIC_SEQ_CST);
    return status;
}

static void change(wbm_plugin* plugin, wbm_type* type) {
    (void)plugin;
    wrap_all(type);
    type->to_json = &to_json;
}
BAD_PLUGIN(&change)
