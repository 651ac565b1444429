/* Of what a store says it keeps the last piece only. */
#include "base.h"

static void keep_last(void* ctx, const char* data, size_t size) {
    gathered* g = (gathered*)ctx;
    g->size = 0;
    gather(ctx, data, size);
}

/* The store as it is, but for add_bytes. */
static wbm_status add_bytes(void* ctx, wbm_str folder, wbm_str bytes, wbm_str extension, wbm_sink entry,
                            wbm_sink error) {
    const wbm_store* store = (const wbm_store*)ctx;
    gathered text;
    wbm_sink last = sink_of(&text);
    wbm_status status;
    last.write = &keep_last;
    status = store->add_bytes(store->ctx, folder, bytes, extension, last, error);
    if (text.text != NULL) entry.write(entry.ctx, text.text, text.size);
    free(text.text);
    return status;
}

static wbm_status to_json(const wbm_value* v, const wbm_store* target, wbm_sink json, wbm_sink error) {
    wbm_store losing;
    memset(&losing, 0, sizeof losing);
    losing.size = offsetof(wbm_store, add_file);
    losing.kind = target->kind;
    losing.ctx = (void*)target;
    losing.add_bytes = &add_bytes;
    return sound_type()->to_json(v, &losing, json, error);
}

static void change(wbm_plugin* plugin, wbm_type* type) {
    (void)plugin;
    type->to_json = &to_json;
}
BAD_PLUGIN(&change)
