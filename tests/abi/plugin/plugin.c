/* The type: made from text, files, arrays, Arrow streams and other values; kept as a file. */
#include "note.h"

#include <wbm/ext/arrow.h>
#include <wbm/ext/values.h>

#include <stdlib.h>
#include <string.h>

static const wbm_host* host;
static const wbm_ext_values* values; /* NULL in a host without it */

wbm_value* new_note(void) {
    wbm_value* v = calloc(1, sizeof *v);
    if (v == NULL) abort();
    return v;
}
void destroy_note(wbm_value* v) {
    free(v->content.data);
    free(v->caption.data);
    free(v->lines.data);
    if (v->inner != NULL) values->release(v->inner);
    free(v);
}

static wbm_status give(wbm_status status, wbm_value* v, wbm_value** out) {
    if (status == WBM_OK)
        *out = v;
    else
        destroy_note(v);
    return status;
}

/* ---- create */

wbm_status append_tensor(text* t, const DLTensor* tensor, wbm_sink error) {
    if (tensor->ndim != 1 || tensor->dtype.code != kDLUInt || tensor->dtype.bits != 8)
        return refuse(error, WBM_UNSUPPORTED, "the array is not of one dimension and uint8; convert it");
    for (int64_t i = 0; i < tensor->shape[0]; ++i) append(t, (const char*)tensor->data + i * tensor->strides[0], 1);
    return WBM_OK;
}

/* How many rows a stream has. The plugin took it over, so it releases it. */
static wbm_status count_rows(struct ArrowArrayStream* stream, text* content, wbm_sink error) {
    struct ArrowArray batch;
    int64_t rows = 0;
    int failed = 0;
    for (;;) {
        memset(&batch, 0, sizeof batch);
        failed = stream->get_next(stream, &batch);
        if (failed != 0 || batch.release == NULL) break;
        rows += batch.length;
        batch.release(&batch);
    }
    stream->release(stream);
    if (failed != 0) return refuse(error, WBM_INVALID, "the stream broke off");
    append_number(content, (size_t)rows);
    append_c(content, " rows");
    return WBM_OK;
}

static wbm_status hold(wbm_value* v, const wbm_handle* handle, wbm_sink error) {
    if (values == NULL)
        return refuse(error, WBM_UNSUPPORTED, "the host is too old for values inside values; update it");
    v->inner = values->retain(handle);
    return v->inner == NULL ? refuse(error, WBM_INTERNAL, "out of memory") : WBM_OK;
}

static wbm_status set_caption(wbm_value* v, wbm_str json, wbm_sink error) {
    if (json.size == 0 || json.data[0] != '"')
        return refuse(error, WBM_INVALID, "\"caption\" is no text; give a text or leave it out");
    append(&v->caption, json.data, json.size);
    return WBM_OK;
}

static wbm_status fill(wbm_value* v, const wbm_input* in, wbm_sink error) {
    const wbm_part* main_part = in->parts[0];
    wbm_str caption;
    if (in->options.size > 0 && member(in->options, "caption", &caption)) {
        const wbm_status status = set_caption(v, caption, error);
        if (status != WBM_OK) return status;
    }
    switch (main_part->kind) {
        case WBM_FROM_BYTES:
        case WBM_FROM_JSON:
            append(&v->content, main_part->text.data, main_part->text.size);
            return WBM_OK;
        case WBM_FROM_PATH:
            return read_file(main_part->text, &v->content, error);
        case WBM_FROM_TENSOR:
            return append_tensor(&v->content, main_part->tensor, error);
        case WBM_FROM_ARROW:
            return count_rows(main_part->arrow, &v->content, error);
        case WBM_FROM_VALUE:
            return hold(v, main_part->value, error);
        default:
            return refuse(error, WBM_UNSUPPORTED, "the source is of a kind that is not known here");
    }
}

static wbm_status create(const wbm_input* in, wbm_value** out, wbm_sink error) {
    wbm_value* v = new_note();
    return give(fill(v, in, error), v, out);
}

/* ---- JSON */

static wbm_status read_content(wbm_value* v, wbm_str path, const wbm_store* source, wbm_sink error) {
    text local = {NULL, 0};
    wbm_str relative;
    if (!plain_string(path, &relative)) return refuse(error, WBM_INVALID, "\"path\" is no text");
    wbm_status status = source->fetch(source->ctx, relative, sink_of(&local), error);
    if (status == WBM_OK) status = read_file(view(&local), &v->content, error);
    free(local.data);
    return status;
}

static wbm_status restore(wbm_value* v, wbm_str json, const wbm_store* source, wbm_sink error) {
    wbm_str type, path, caption, inner, lines;
    if (!member(json, "_type", &type) || !(is(type, "\"abi-note\"") || is(type, "\"old-abi-note\"")))
        return refuse(error, WBM_INVALID, "\"_type\" is not \"abi-note\"");
    const int has_path = member(json, "path", &path), has_lines = member(json, "lines", &lines);
    if (!has_path && !has_lines) return refuse(error, WBM_INVALID, "\"path\" is missing");
    if (has_lines) append(&v->lines, lines.data, lines.size);
    wbm_status status = has_path ? read_content(v, path, source, error) : WBM_OK;
    if (status == WBM_OK && member(json, "caption", &caption)) status = set_caption(v, caption, error);
    if (status != WBM_OK || !member(json, "inner", &inner)) return status;
    if (values == NULL)
        return refuse(error, WBM_UNSUPPORTED, "the host is too old for values inside values; update it");
    return values->from_json(values->ctx, inner, source, &v->inner, error);
}

static wbm_status from_json(wbm_str json, const wbm_store* source, wbm_value** out, wbm_sink error) {
    wbm_value* v = new_note();
    return give(restore(v, json, source, error), v, out);
}

/* Appends `,"<name>":<json>` when there is one. */
static void append_member(text* t, const char* name, const text* json) {
    if (json->size == 0) return;
    append_c(t, ",\"");
    append_c(t, name);
    append_c(t, "\":");
    append(t, json->data, json->size);
}

static wbm_status to_json(const wbm_value* v, const wbm_store* target, wbm_sink json, wbm_sink error) {
    text all = {NULL, 0}, entry = {NULL, 0}, inner = {NULL, 0};
    append_c(&all, "{\"_type\":\"abi-note\"");
    wbm_status status = WBM_OK;
    if (v->lines.size == 0)
        status = target->add_bytes(target->ctx, str("media/abi-note"), view(&v->content), str(".note"), sink_of(&entry),
                                   error);
    if (status == WBM_OK && entry.size > 2) { /* its members, without the braces */
        append_c(&all, ",");
        append(&all, entry.data + 1, entry.size - 2);
    }
    append_member(&all, "caption", &v->caption);
    append_member(&all, "lines", &v->lines);
    if (status == WBM_OK && v->inner != NULL) status = values->to_json(v->inner, target, sink_of(&inner), error);
    append_member(&all, "inner", &inner);
    append_c(&all, "}");
    if (status == WBM_OK) json.write(json.ctx, all.data, all.size);
    free(all.data);
    free(entry.data);
    free(inner.data);
    return status;
}

static int same(const text* a, const text* b) {
    return a->size == b->size && (a->size == 0 || memcmp(a->data, b->data, a->size) == 0);
}
static int32_t equal(const wbm_value* a, const wbm_value* b) {
    if (!same(&a->content, &b->content) || !same(&a->caption, &b->caption) || !same(&a->lines, &b->lines)) return 0;
    if (a->inner == NULL || b->inner == NULL) return a->inner == b->inner;
    return values->equal(a->inner, b->inner);
}

/* ---- the tables */

static wbm_status start(const wbm_host* by, wbm_sink error) {
    if (!WBM_HAS(wbm_host, by, extension)) return refuse(error, WBM_UNSUPPORTED, "the host is too old; update it");
    host = by;
    values = by->extension(by->ctx, WBM_EXT_VALUES);
    host->log(host->ctx, 0, str("abi-note: started"));
    return WBM_OK;
}
static void stop(void) {
    host = NULL;
    values = NULL;
}

/* How many fields a version that is yet to come has appended to its structs; 0 for all that there are. Behind what
 * `size` covers stands what no host may look at. */
#ifndef NOTE_APPENDED
#define NOTE_APPENDED 0
#endif
enum { APPENDED_BYTES = NOTE_APPENDED * sizeof(void*) };
#define BEHIND \
    { (const void*)1, (const void*)1, (const void*)1, (const void*)1 }

const wbm_plugin* WBM_ENTRY(void) {
    static const char* const aliases[] = {"old-abi-note", NULL};
    static const struct {
        wbm_type table;
        const void* behind[4];
    } type = {{sizeof(wbm_type) + APPENDED_BYTES,
               WBM_FROM_PATH | WBM_FROM_BYTES | WBM_FROM_TENSOR | WBM_FROM_JSON | WBM_FROM_ARROW | WBM_FROM_VALUE,
               "abi-note", aliases, "{\"description\":\"a note\",\"extensions\":[\".note\"],\"batch\":\"abi-notes\"}",
               create, from_json, to_json, equal, destroy_note, abilities},
              BEHIND};
    static const wbm_type* const types[] = {&type.table, NULL};
    static const struct {
        wbm_plugin table;
        const void* behind[4];
    } plugin = {{sizeof(wbm_plugin) + APPENDED_BYTES, WBM_ABI, "org.example.abi-note", "1.0.0", start, stop, types},
                BEHIND};
    return &plugin.table;
}
