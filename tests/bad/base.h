/* A sound plugin, in pieces: each file of this folder breaks it in one place and is right in all others. */
#ifndef WBM_TESTS_BAD_BASE_H
#define WBM_TESTS_BAD_BASE_H

#include <wbm/plugin.h>

#include <stdlib.h>
#include <string.h>

struct wbm_value {
    int unused;
};

static inline wbm_status create(const wbm_input* in, wbm_value** out, wbm_sink error) {
    (void)in, (void)error;
    *out = calloc(1, sizeof **out);
    return *out == NULL ? WBM_INTERNAL : WBM_OK;
}
static inline wbm_status from_json(wbm_str json, const wbm_store* source, wbm_value** out, wbm_sink error) {
    (void)json, (void)source;
    return create(NULL, out, error);
}
static inline wbm_status to_json(const wbm_value* v, const wbm_store* target, wbm_sink json, wbm_sink error) {
    static const char text[] = "{\"_type\":\"bad-file\"}";
    (void)v, (void)target, (void)error;
    json.write(json.ctx, text, sizeof text - 1);
    return WBM_OK;
}
static inline int32_t equal(const wbm_value* a, const wbm_value* b) { return (void)a, (void)b, 1; }
static inline void destroy(wbm_value* v) { free(v); }

#define BAD_TYPE(type_name) \
    { sizeof(wbm_type), WBM_FROM_BYTES, type_name, NULL, NULL, create, from_json, to_json, equal, destroy, NULL }
#define BAD_PLUGIN(type_list) \
    { sizeof(wbm_plugin), WBM_ABI, "org.example.bad", "1.0.0", NULL, NULL, type_list }

#endif
