/* wrapped.h - the sound type with values that remember where they came from. A file defines what it spoils before it
 * includes this, and calls the wrapped_ functions for the rest. */
#ifndef WBM_TESTS_BAD_CHECKS_WRAPPED_H
#define WBM_TESTS_BAD_CHECKS_WRAPPED_H

#include "base.h"

struct wbm_value {
    wbm_value* sound;
    int was_read;         /* from JSON, not created */
    const char* borrowed; /* the input's bytes, which may be gone */
    size_t borrowed_size;
};

static inline wbm_status wrap(wbm_status status, wbm_value* sound, wbm_value** out, wbm_sink error) {
    wbm_value* made;
    if (status != WBM_OK) return status;
    made = (wbm_value*)calloc(1, sizeof *made);
    if (made == NULL) {
        sound_type()->destroy(sound);
        say(error, "flawed: out of memory");
        return WBM_INTERNAL;
    }
    made->sound = sound;
    *out = made;
    return WBM_OK;
}
static inline wbm_status wrapped_create(const wbm_input* in, wbm_value** out, wbm_sink error) {
    wbm_value* sound = NULL;
    wbm_status status = sound_type()->create(in, &sound, error);
    status = wrap(status, sound, out, error);
    if (status == WBM_OK && in->parts[0]->kind == WBM_FROM_BYTES) {
        (*out)->borrowed = in->parts[0]->text.data;
        (*out)->borrowed_size = in->parts[0]->text.size;
    }
    return status;
}
static inline wbm_status wrapped_from_json(wbm_str json, const wbm_store* source, wbm_value** out, wbm_sink error) {
    wbm_value* sound = NULL;
    wbm_status status = sound_type()->from_json(json, source, &sound, error);
    status = wrap(status, sound, out, error);
    if (status == WBM_OK) (*out)->was_read = 1;
    return status;
}
static inline wbm_status wrapped_to_json(const wbm_value* v, const wbm_store* target, wbm_sink json, wbm_sink error) {
    return sound_type()->to_json(v->sound, target, json, error);
}
static inline int32_t wrapped_equal(const wbm_value* a, const wbm_value* b) {
    return sound_type()->equal(a->sound, b->sound);
}
static inline void wrapped_destroy(wbm_value* v) {
    sound_type()->destroy(v->sound);
    free(v);
}
static inline void wrap_all(wbm_type* type) {
    type->create = &wrapped_create;
    type->from_json = &wrapped_from_json;
    type->to_json = &wrapped_to_json;
    type->equal = &wrapped_equal;
    type->destroy = &wrapped_destroy;
}
#endif
