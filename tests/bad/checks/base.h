/* base.h - what the plugins of this folder are made of. Each is the sound one (sound.cpp) with one flaw, which one
 * check of the kit must see, and only that one: 29_second-text.c is what check 29, second-text, is there for. */
#ifndef WBM_TESTS_BAD_CHECKS_BASE_H
#define WBM_TESTS_BAD_CHECKS_BASE_H

#include <wbm/plugin.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The sound plugin; its one type is for calls that go on to it. */
const wbm_plugin* sound_plugin(void);
static inline const wbm_type* sound_type(void) { return sound_plugin()->types[0]; }

static inline void say(wbm_sink sink, const char* text) { sink.write(sink.ctx, text, strlen(text)); }

/* What is written to a sink, as one text. The caller frees it. Aborts without memory: a flaw, but not the one wanted.
 */
typedef struct gathered {
    char* text; /* NUL terminated */
    size_t size;
} gathered;

static inline void gather(void* ctx, const char* data, size_t size) {
    gathered* g = (gathered*)ctx;
    char* larger = (char*)realloc(g->text, g->size + size + 1);
    if (larger == NULL) abort();
    if (size > 0) memcpy(larger + g->size, data, size);
    g->text = larger;
    g->size += size;
    g->text[g->size] = 0;
}

static inline wbm_sink sink_of(gathered* g) {
    wbm_sink sink;
    g->text = NULL;
    g->size = 0;
    sink.ctx = g;
    sink.write = &gather;
    return sink;
}

/* `text` with the first `from` in it as `to`; NULL without memory. The caller frees it. */
static inline char* replaced(const char* text, size_t size, const char* from, const char* to) {
    char* result = (char*)malloc(size + strlen(to) + 1);
    const char* at = size == 0 ? NULL : (const char*)memmem(text, size, from, strlen(from));
    const size_t before = at == NULL ? size : (size_t)(at - text);
    const size_t after = at == NULL ? 0 : size - before - strlen(from);
    if (result == NULL) return NULL;
    if (before > 0) memcpy(result, text, before);
    result[before] = 0;
    if (at == NULL) return result;
    strcat(result, to);
    memcpy(result + before + strlen(to), at + strlen(from), after);
    result[before + strlen(to) + after] = 0;
    return result;
}

/* The sound from_json() and to_json() with `from` in the text as `to`. */
static inline wbm_status read_replaced(wbm_str json, const char* from, const char* to, const wbm_store* source,
                                       wbm_value** out, wbm_sink error) {
    char* text = replaced(json.data, json.size, from, to);
    wbm_str changed;
    wbm_status status;
    if (text == NULL) {
        say(error, "flawed: out of memory");
        return WBM_INTERNAL;
    }
    changed.data = text;
    changed.size =
        memmem(json.data, json.size, from, strlen(from)) == NULL ? json.size : json.size - strlen(from) + strlen(to);
    status = sound_type()->from_json(changed, source, out, error);
    free(text);
    return status;
}
static inline wbm_status write_replaced(const wbm_value* v, const wbm_store* target, const char* from, const char* to,
                                        wbm_sink json, wbm_sink error) {
    gathered text;
    const wbm_status status = sound_type()->to_json(v, target, sink_of(&text), error);
    if (status == WBM_OK) {
        char* changed = replaced(text.text, text.size, from, to);
        if (changed == NULL) abort();
        say(json, changed);
        free(changed);
    }
    free(text.text);
    return status;
}

/* The sound plugin with what `change` makes of it. */
static inline const wbm_plugin* bad_plugin(void (*change)(wbm_plugin* plugin, wbm_type* type)) {
    static wbm_plugin plugin;
    static wbm_type type;
    static const wbm_type* types[2];
    if (plugin.types == NULL) {
        wbm_plugin all = *sound_plugin();
        all.types = types;
        type = *sound_type();
        types[0] = &type;
        if (change != NULL) change(&all, &type);
        plugin = all;
    }
    return &plugin;
}

#define BAD_PLUGIN(change) \
    const wbm_plugin* WBM_ENTRY(void) { return bad_plugin(change); }

#ifdef __cplusplus
}
#endif
#endif
