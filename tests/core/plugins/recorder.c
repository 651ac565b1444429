/* A plugin in plain C that records what it gets: kinds, names, shapes and options come back as JSON. The option
 * "behave" makes it break one rule at a time. */
#include <wbm/ext/arrow.h>
#include <wbm/ext/batch.h>
#include <wbm/ext/fields.h>
#include <wbm/ext/probe.h>
#include <wbm/ext/tensor.h>
#include <wbm/ext/writer.h>
#include <wbm/plugin.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct wbm_value {
    char* json; /* compact */
    size_t size;
};

static void put(wbm_sink sink, const char* text) { sink.write(sink.ctx, text, strlen(text)); }
static wbm_str str(const char* text) {
    wbm_str s = {text, strlen(text)};
    return s;
}

/* ---- a growing text */

typedef struct text {
    char* data;
    size_t size;
} text;

static void append(text* t, const char* data, size_t size) {
    char* grown = realloc(t->data, t->size + size + 1);
    if (grown == NULL) abort();
    memcpy(grown + t->size, data, size);
    t->data = grown;
    t->size += size;
    t->data[t->size] = '\0';
}
static void append_c(text* t, const char* data) { append(t, data, strlen(data)); }
static void append_to_text(void* ctx, const char* data, size_t size) { append(ctx, data, size); }
static void append_number(text* t, long long n) {
    char digits[32];
    snprintf(digits, sizeof digits, "%lld", n);
    append_c(t, digits);
}

static int contains(wbm_str s, const char* needle) {
    const size_t size = strlen(needle);
    for (size_t i = 0; i + size <= s.size; ++i)
        if (memcmp(s.data + i, needle, size) == 0) return 1;
    return 0;
}
static int behaves(wbm_str json, const char* how) {
    char needle[64];
    snprintf(needle, sizeof needle, "\"behave\":\"%s\"", how);
    return contains(json, needle);
}

/* ---- create */

static void describe_part(text* t, const wbm_part* part) {
    append_c(t, "{\"kind\":");
    append_number(t, part->kind);
    append_c(t, ",\"name\":\"");
    append(t, part->name.data == NULL ? "" : part->name.data, part->name.size);
    append_c(t, "\",\"shape\":[");
    for (int i = 0; part->tensor != NULL && i < part->tensor->ndim; ++i) {
        if (i > 0) append_c(t, ",");
        append_number(t, part->tensor->shape[i]);
    }
    append_c(t, "],\"text\":\"");
    if (part->kind != WBM_FROM_JSON) append(t, part->text.data == NULL ? "" : part->text.data, part->text.size);
    append_c(t, "\"}");
}

static wbm_status refuse_as_told(wbm_str options, wbm_sink error) {
    if (behaves(options, "refuse")) return put(error, "recorder: \"size\" is wrong; give another"), WBM_INVALID;
    if (behaves(options, "refuse-bare")) return put(error, "\"size\" is wrong"), WBM_UNSUPPORTED;
    if (behaves(options, "refuse-silently")) return WBM_INVALID;
    if (behaves(options, "refuse-broken")) return put(error, "recorder: \xff\xfe"), WBM_IO;
    if (behaves(options, "refuse-long")) {
        put(error, "x"); /* so that the cut falls into a character */
        for (int i = 0; i < 10000; ++i) put(error, "\xc3\xa9");
        return WBM_NOT_FOUND;
    }
    if (behaves(options, "odd-status")) return put(error, "odd"), 99;
    return WBM_OK;
}

static wbm_status create(const wbm_input* in, wbm_value** out, wbm_sink error) {
    const wbm_status told = refuse_as_told(in->options, error);
    if (told != WBM_OK) return told;
    if (behaves(in->options, "no-value")) return WBM_OK;
    struct ArrowArrayStream* stream = in->parts[0]->arrow;
    if (stream != NULL && behaves(in->options, "take")) {
        struct ArrowArrayStream taken = *stream;
        stream->release = NULL;
        taken.release(&taken);
    }
    text t = {0};
    append_c(&t, "{\"_type\":\"recorder\",\"made\":{\"options\":");
    if (in->options.size == 0)
        append_c(&t, "{}");
    else
        append(&t, in->options.data, in->options.size);
    append_c(&t, ",\"parts\":[");
    for (uint32_t i = 0; i < in->count; ++i) {
        if (i > 0) append_c(&t, ",");
        describe_part(&t, in->parts[i]);
    }
    append_c(&t, "]}}");
    *out = malloc(sizeof **out);
    if (*out == NULL) abort();
    (*out)->json = t.data;
    (*out)->size = t.size;
    return WBM_OK;
}

/* ---- JSON */

static wbm_status from_json(wbm_str json, const wbm_store* source, wbm_value** out, wbm_sink error) {
    const wbm_status told = refuse_as_told(json, error);
    if (told != WBM_OK) return told;
    if (behaves(json, "add-to-source")) {
        text entry = {0};
        const wbm_sink sink = {&entry, append_to_text};
        const wbm_status added =
            source->add_bytes(source->ctx, str("media/recorder"), str("x"), str(".txt"), sink, error);
        free(entry.data);
        if (added != WBM_OK) return added;
    }
    if (behaves(json, "fetch")) {
        text path = {0};
        const wbm_sink sink = {&path, append_to_text};
        const wbm_status fetched = source->fetch(source->ctx, str("media/gone.txt"), sink, error);
        free(path.data);
        if (fetched != WBM_OK) return fetched;
    }
    text t = {0};
    int in_string = 0;
    for (size_t i = 0; i < json.size; ++i) { /* an artifact's text has blanks, ours has none */
        const char c = json.data[i];
        if (c == '"' && (i == 0 || json.data[i - 1] != '\\')) in_string = !in_string;
        if (in_string || c != ' ') append(&t, &c, 1);
    }
    *out = malloc(sizeof **out);
    if (*out == NULL) abort();
    (*out)->json = t.data;
    (*out)->size = t.size;
    return WBM_OK;
}

static wbm_status add_files(wbm_str json, const wbm_store* target, text* members, wbm_sink error) {
    text entry = {0};
    const wbm_sink sink = {&entry, append_to_text};
    const wbm_status added =
        target->add_bytes(target->ctx, str("media/recorder"), str("recorded"), str(".txt"), sink, error);
    if (added == WBM_OK) {
        append_c(members, ",");
        append(members, entry.data + 1, entry.size - 2);
    }
    free(entry.data);
    if (added == WBM_OK && behaves(json, "file-then-fail"))
        return put(error, "recorder: it fails after its file"), WBM_IO;
    return added;
}

static wbm_status to_json(const wbm_value* v, const wbm_store* target, wbm_sink out, wbm_sink error) {
    const wbm_str json = {v->json, v->size};
    if (behaves(json, "write-no-json")) return put(out, "{oops"), WBM_OK;
    if (behaves(json, "write-broken-object")) return put(out, "{\"_type\":\"recorder\",\"a\":}"), WBM_OK;
    if (behaves(json, "write-list")) return put(out, "[1]"), WBM_OK;
    if (behaves(json, "write-nothing")) return WBM_OK;
    if (behaves(json, "write-other-type")) return put(out, "{\"_type\":\"image-file\"}"), WBM_OK;
    if (behaves(json, "write-alias")) return put(out, "{\"_type\":\"recorder/old\"}"), WBM_OK;
    if (behaves(json, "write-run-type")) return put(out, "{\"_type\":\"recorder-run\"}"), WBM_OK;
    if (behaves(json, "write-nan")) return put(out, "{\"_type\":\"recorder\",\"a\":NaN}"), WBM_OK;
    text members = {0};
    if (behaves(json, "file") || behaves(json, "file-then-fail")) {
        const wbm_status added = add_files(json, target, &members, error);
        if (added != WBM_OK) {
            free(members.data);
            return added;
        }
    }
    for (size_t i = 0; i + 1 < v->size; ++i) out.write(out.ctx, v->json + i, 1); /* a sink takes many pieces */
    if (members.size > 0) out.write(out.ctx, members.data, members.size);
    put(out, "}");
    free(members.data);
    return WBM_OK;
}

static int32_t equal(const wbm_value* a, const wbm_value* b) {
    return a->size == b->size && memcmp(a->json, b->json, a->size) == 0;
}

static void destroy(wbm_value* v) {
    free(v->json);
    free(v);
}

/* ---- abilities */

static void free_tensor(DLManagedTensor* t) {
    free(t->dl_tensor.data);
    free(t->dl_tensor.shape);
    free(t);
}

static wbm_status get_tensor(const wbm_value* v, wbm_str options, DLManagedTensor** out, wbm_sink error) {
    (void)v;
    const wbm_status told = refuse_as_told(options, error);
    if (told != WBM_OK) return told;
    if (behaves(options, "no-value")) return WBM_OK;
    DLManagedTensor* t = calloc(1, sizeof *t);
    if (t == NULL) abort();
    t->dl_tensor.device.device_type = behaves(options, "gpu") ? kDLCUDA : kDLCPU;
    t->dl_tensor.ndim = 1;
    t->dl_tensor.dtype.code = kDLUInt;
    t->dl_tensor.dtype.bits = 8;
    t->dl_tensor.dtype.lanes = 1;
    t->dl_tensor.shape = malloc(sizeof(int64_t));
    t->dl_tensor.data = calloc(1, 3);
    if (t->dl_tensor.shape == NULL || t->dl_tensor.data == NULL) abort();
    t->dl_tensor.shape[0] = 3;
    memcpy(t->dl_tensor.data, "\1\2\3", 3);
    t->deleter = free_tensor;
    *out = t;
    return WBM_OK;
}

static wbm_status get_fields(const wbm_value* v, wbm_sink json, wbm_sink error) {
    const wbm_str all = {v->json, v->size};
    if (behaves(all, "fields-refuse")) return put(error, "no fields today"), WBM_IO;
    if (behaves(all, "fields-list")) return put(json, "[]"), WBM_OK;
    json.write(json.ctx, v->json, v->size);
    return WBM_OK;
}

static wbm_status seq_to_json(const wbm_value* const* values, const wbm_str* json, size_t count, wbm_sink out,
                              wbm_sink error) {
    const wbm_str first = {values[0]->json, values[0]->size};
    const wbm_status told = behaves(first, "batch-refuse") ? (put(error, "no list"), WBM_UNSUPPORTED) : WBM_OK;
    if (told != WBM_OK) return told;
    put(out, "{\"_type\": \"recorders\", \"all\": [");
    for (size_t i = 0; i < count; ++i) {
        if (i > 0) put(out, ",");
        out.write(out.ctx, json[i].data, json[i].size);
    }
    put(out, "]}");
    return WBM_OK;
}

/* The file's own bytes tell it what to do. */
static wbm_status probe(const wbm_part* file, wbm_sink json, wbm_sink error) {
    const wbm_status told = refuse_as_told(file->text, error);
    if (told != WBM_OK) return told;
    if (behaves(file->text, "probe-list")) return put(json, "[]"), WBM_OK;
    text t = {0};
    append_c(&t, "{\"seen\":");
    describe_part(&t, file);
    append_c(&t, "}");
    json.write(json.ctx, t.data, t.size);
    free(t.data);
    return WBM_OK;
}

/* Adds up the extents of the pieces. A piece of 13 is refused, one of 99 breaks the writer. */
struct wbm_writer {
    char behave[64];
    long long sum;
};
static int open_writers = 0; /* of this process; the tests look at it through the JSON */

static wbm_status writer_open(wbm_str options, wbm_writer** out, wbm_sink error) {
    const wbm_status told = refuse_as_told(options, error);
    if (told != WBM_OK) return told;
    if (behaves(options, "no-writer")) return WBM_OK;
    *out = calloc(1, sizeof **out);
    if (*out == NULL) abort();
    if (behaves(options, "finish-empty")) strcpy((*out)->behave, "finish-empty");
    if (behaves(options, "finish-refuse")) strcpy((*out)->behave, "finish-refuse");
    ++open_writers;
    return WBM_OK;
}
static wbm_status writer_add(wbm_writer* w, const DLTensor* piece, wbm_sink error) {
    if (piece->strides == NULL || piece->byte_offset != 0) return put(error, "the host broke its word"), WBM_INTERNAL;
    if (piece->shape[0] == 13) return put(error, "a piece of 13; give another"), WBM_INVALID;
    if (piece->shape[0] == 99) return put(error, "no disk"), WBM_IO;
    w->sum += piece->shape[0];
    return WBM_OK;
}
static wbm_status writer_finish(wbm_writer* w, wbm_value** out, wbm_sink error) {
    if (strcmp(w->behave, "finish-refuse") == 0) return put(error, "nothing was added"), WBM_INVALID;
    if (strcmp(w->behave, "finish-empty") == 0) return WBM_OK;
    text t = {0};
    append_c(&t, "{\"_type\":\"recorder\",\"sum\":");
    append_number(&t, w->sum);
    append_c(&t, ",\"open\":");
    append_number(&t, open_writers);
    append_c(&t, "}");
    *out = malloc(sizeof **out);
    if (*out == NULL) abort();
    (*out)->json = t.data;
    (*out)->size = t.size;
    return WBM_OK;
}
static void writer_destroy(wbm_writer* w) {
    --open_writers;
    free(w);
}

static const void* extension(const char* id) {
    static const wbm_ext_probe prober = {sizeof prober, probe};
    static const wbm_ext_writer writer = {sizeof writer, writer_open, writer_add, writer_finish, writer_destroy};
    if (strcmp(id, WBM_EXT_PROBE) == 0) return &prober;
    if (strcmp(id, WBM_EXT_WRITER) == 0) return &writer;
    static const wbm_ext_tensor tensor = {sizeof tensor, get_tensor};
    static const wbm_ext_fields fields = {sizeof fields, get_fields};
    static const wbm_ext_batch batch = {sizeof batch, 3, seq_to_json};
    if (strcmp(id, WBM_EXT_TENSOR) == 0) return &tensor;
    if (strcmp(id, WBM_EXT_FIELDS) == 0) return &fields;
    if (strcmp(id, WBM_EXT_BATCH) == 0) return &batch;
    return NULL;
}

static const char* const aliases[] = {"recorder/old", "recorder_v0", NULL};

static const wbm_type recorder = {
    sizeof recorder,
    WBM_FROM_PATH | WBM_FROM_BYTES | WBM_FROM_TENSOR | WBM_FROM_ARROW | WBM_FROM_VALUE,
    "recorder",
    aliases,
    "{\"extensions\":[\".rec\",\".pts.rec\"],\"magic\":[{\"offset\":0,\"hex\":\"52454331\"},"
    "{\"offset\":0,\"hex\":\"52494646\",\"and\":[{\"offset\":8,\"hex\":\"52454344\"}]}],"
    "\"batch\":\"recorders\",\"run_type\":\"recorder-run\",\"options\":{\"type\":\"object\"},\"description\":\"for "
    "tests\"}",
    create,
    from_json,
    to_json,
    equal,
    destroy,
    extension};

static const wbm_type reader = {sizeof reader, 0,     "recorder-reader", NULL, NULL, NULL, from_json,
                                to_json,       equal, destroy,           NULL};

const wbm_plugin* WBM_ENTRY(void) {
    static const wbm_type* const types[] = {&recorder, &reader, NULL};
    static const wbm_plugin plugin = {sizeof plugin, WBM_ABI, "org.example.recorder", "1.2.3", NULL, NULL, types};
    return &plugin;
}
