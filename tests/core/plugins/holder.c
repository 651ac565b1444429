/* A plugin in plain C whose values hold one value of any type, through wbm.values/1. */
#include <wbm/ext/values.h>
#include <wbm/plugin.h>

#include <stdlib.h>
#include <string.h>

struct wbm_value {
    wbm_handle* inner;
};

static const wbm_ext_values* values;

static void put(wbm_sink sink, const char* text) { sink.write(sink.ctx, text, strlen(text)); }
static wbm_str str(const char* text) {
    wbm_str s = {text, strlen(text)};
    return s;
}
static int is(wbm_str s, const char* text) { return s.size == strlen(text) && memcmp(s.data, text, s.size) == 0; }

static wbm_status hold(wbm_handle* inner, wbm_value** out) {
    *out = malloc(sizeof **out);
    if (*out == NULL || inner == NULL) abort();
    (*out)->inner = inner;
    return WBM_OK;
}

/* From a value: holds it. From bytes: makes a value of the type that the options name, from the same bytes. */
static wbm_status create(const wbm_input* in, wbm_value** out, wbm_sink error) {
    if (in->parts[0]->kind == WBM_FROM_VALUE) return hold(values->retain(in->parts[0]->value), out);
    wbm_part bytes = *in->parts[0];
    const wbm_part* const parts[] = {&bytes};
    wbm_input inner_input = {sizeof inner_input, 1, parts, {NULL, 0}};
    wbm_handle* inner = NULL;
    const char* type = is(in->options, "{\"inner\":\"holder\"}") ? "holder" : "recorder";
    if (is(in->options, "{\"inner\":\"nobody\"}")) type = "nobody";
    if (strcmp(type, "holder") == 0) inner_input.options = str("{\"inner\":\"recorder\"}");
    if (is(in->options, "{\"inner\":\"tiny\"}")) inner_input.size = 4;
    const wbm_status made = values->create(values->ctx, str(type), &inner_input, &inner, error);
    return made == WBM_OK ? hold(inner, out) : made;
}

/* {"_type":"holder","inner":{...}}: what follows "inner" up to the last brace. */
static wbm_status from_json(wbm_str json, const wbm_store* source, wbm_value** out, wbm_sink error) {
    const char* key = "\"inner\":";
    for (size_t i = 0; i + strlen(key) < json.size; ++i) {
        if (memcmp(json.data + i, key, strlen(key)) != 0) continue;
        const wbm_str inner_json = {json.data + i + strlen(key), json.size - i - strlen(key) - 1};
        wbm_handle* inner = NULL;
        const wbm_status made = values->from_json(values->ctx, inner_json, source, &inner, error);
        return made == WBM_OK ? hold(inner, out) : made;
    }
    return put(error, "holder: \"inner\" is missing"), WBM_INVALID;
}

static wbm_status to_json(const wbm_value* v, const wbm_store* target, wbm_sink json, wbm_sink error) {
    put(json, "{\"_type\":\"holder\",\"inner\":");
    const wbm_status inner = values->to_json(v->inner, target, json, error);
    put(json, "}");
    return inner;
}

static int32_t equal(const wbm_value* a, const wbm_value* b) { return values->equal(a->inner, b->inner); }

static void destroy(wbm_value* v) {
    values->release(v->inner);
    free(v);
}

/* The same with a store of its own, which the host must refuse. */
static wbm_status to_json_elsewhere(const wbm_value* v, const wbm_store* target, wbm_sink json, wbm_sink error) {
    wbm_store mine = *target;
    mine.fetch = NULL;
    return values->to_json(v->inner, &mine, json, error);
}

static wbm_status start(const wbm_host* host, wbm_sink error) {
    if (host->abi != WBM_ABI || !WBM_HAS(wbm_host, host, extension))
        return put(error, "the host is too old"), WBM_UNSUPPORTED;
    if (host->extension(host->ctx, "org.example.nothing/1") != NULL)
        return put(error, "the host knows all"), WBM_INTERNAL;
    values = host->extension(host->ctx, WBM_EXT_VALUES);
    if (values == NULL) return put(error, "wbm.values/1 is missing"), WBM_UNSUPPORTED;
    host->log(host->ctx, 0, str("started"));
    host->log(host->ctx, 2, str("a warning\nof two lines"));
    return WBM_OK;
}

static const wbm_type holder = {
    sizeof holder, WBM_FROM_VALUE | WBM_FROM_BYTES, "holder", NULL, NULL, create, from_json, to_json, equal, destroy,
    NULL};
static const wbm_type elsewhere = {sizeof elsewhere,
                                   WBM_FROM_VALUE,
                                   "holder-elsewhere",
                                   NULL,
                                   NULL,
                                   create,
                                   from_json,
                                   to_json_elsewhere,
                                   equal,
                                   destroy,
                                   NULL};

const wbm_plugin* WBM_ENTRY(void) {
    static const wbm_type* const types[] = {&holder, &elsewhere, NULL};
    static const wbm_plugin plugin = {sizeof plugin, WBM_ABI, "org.example.holder", "0.1.0", start, NULL, types};
    return &plugin;
}
