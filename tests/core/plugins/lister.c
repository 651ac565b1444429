/* A plugin in plain C whose values are a list in an artifact, name a file of the artifact themselves, say something in
 * a run's config, and can be made from another value of their own. */
#include <wbm/ext/values.h>
#include <wbm/plugin.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct wbm_value {
    char text[64]; /* "list": what it writes */
};

static const wbm_host* host;

static wbm_str str(const char* text) {
    wbm_str s = {text, strlen(text)};
    return s;
}
static void put(wbm_sink sink, const char* text) { sink.write(sink.ctx, text, strlen(text)); }

static wbm_status make(wbm_str text, wbm_value** out, wbm_sink error) {
    if (text.size >= sizeof(*out)->text) return put(error, "lister: the text is too long"), WBM_INVALID;
    *out = calloc(1, sizeof **out);
    if (*out == NULL) abort();
    memcpy((*out)->text, text.data, text.size);
    return WBM_OK;
}

static wbm_status create(const wbm_input* in, wbm_value** out, wbm_sink error);
static wbm_status from_json(wbm_str json, const wbm_store* source, wbm_value** out, wbm_sink error) {
    (void)source;
    return make(json, out, error);
}

typedef struct entry {
    char text[512];
    size_t size;
} entry;
static void keep(void* ctx, const char* data, size_t size) {
    entry* e = ctx;
    if (size > sizeof e->text - 1 - e->size) abort();
    memcpy(e->text + e->size, data, size);
    e->size += size;
}

/* "config:X" tells the config X; "entry:X" keeps X at media/named.json; anything else is written as it is. */
static wbm_status to_json(const wbm_value* v, const wbm_store* target, wbm_sink json, wbm_sink error) {
    entry e = {{0}, 0};
    const wbm_sink sink = {&e, keep};
    wbm_status status = WBM_OK;
    if (!WBM_HAS(wbm_store, target, add_entry) || !WBM_HAS(wbm_store, target, add_config))
        return put(error, "lister: the host is old"), WBM_UNSUPPORTED;
    if (strncmp(v->text, "config:", 7) == 0) {
        status = target->add_config(target->ctx, str("mask/class_labels"), str("gt"), str(v->text + 7), error);
        put(json, "{\"_type\":\"lister\"}");
    } else if (strncmp(v->text, "entry:", 6) == 0) {
        status = target->add_entry(target->ctx, str("media/named.json"), str(v->text + 6), sink, error);
        put(json, "{\"_type\":\"lister\",\"entry\":");
        put(json, e.size == 0 ? "null" : e.text);
        put(json, "}");
    } else {
        put(json, v->text);
    }
    return status;
}

static int32_t equal(const wbm_value* a, const wbm_value* b) { return strcmp(a->text, b->text) == 0; }
static void destroy(wbm_value* v) { free(v); }

static const wbm_type lister = {sizeof lister,
                                WBM_FROM_BYTES | WBM_FROM_VALUE,
                                "lister",
                                NULL,
                                "{\"list\":true}",
                                create,
                                from_json,
                                to_json,
                                equal,
                                destroy,
                                NULL};
static const wbm_type twin = {sizeof twin, WBM_FROM_BYTES, "lister-twin", NULL,    NULL, create,
                              from_json,   to_json,        equal,         destroy, NULL};

static wbm_status create(const wbm_input* in, wbm_value** out, wbm_sink error) {
    if (in->parts[0]->kind == WBM_FROM_BYTES) return make(in->parts[0]->text, out, error);
    const wbm_ext_values* values = host->extension(host->ctx, WBM_EXT_VALUES);
    if (!WBM_HAS(wbm_ext_values, values, object)) return put(error, "lister: the host is old"), WBM_UNSUPPORTED;
    if (values->object(NULL, &lister) != NULL) return put(error, "lister: an object of nothing"), WBM_INTERNAL;
    const wbm_value* own = values->object(in->parts[0]->value, &lister);
    return own == NULL ? (put(error, "lister: another type's value"), WBM_UNSUPPORTED)
                       : make(str(own->text), out, error);
}

static wbm_status start(const wbm_host* by, wbm_sink error) {
    (void)error;
    host = by;
    return WBM_OK;
}

const wbm_plugin* WBM_ENTRY(void) {
    static const wbm_type* const types[] = {&lister, &twin, NULL};
    static const wbm_plugin plugin = {sizeof plugin, WBM_ABI, "org.example.lister", "0.1.0", start, NULL, types};
    return &plugin;
}
