/* The abilities, each where the version of the boundary has it. */
#include "note.h"

#include <wbm/ext/arrow.h>
#include <wbm/ext/batch.h>
#include <wbm/ext/fields.h>
#include <wbm/ext/tensor.h>
#if __has_include(<wbm/ext/probe.h>)
#include <wbm/ext/probe.h>
#endif
#if __has_include(<wbm/ext/writer.h>)
#include <wbm/ext/writer.h>
#endif
#if __has_include(<wbm/ext/rows.h>)
#include <wbm/ext/rows.h>
#endif
#if __has_include(<wbm/ext/stream.h>)
#include <wbm/ext/stream.h>
#endif

#include <stdlib.h>
#include <string.h>

size_t count_lines(wbm_str content) {
    size_t lines = content.size > 0;
    for (size_t i = 0; i + 1 < content.size; ++i) lines += content.data[i] == '\n';
    return lines;
}
static int is_empty_object(wbm_str options) { return options.size == 0 || is(options, "{}"); }

/* ---- wbm.fields/1 */

static wbm_status get_fields(const wbm_value* v, wbm_sink json, wbm_sink error) {
    text all = {NULL, 0};
    (void)error;
    append_c(&all, "{\"size\":");
    append_number(&all, v->content.size);
    if (v->caption.size > 0) {
        append_c(&all, ",\"caption\":");
        append(&all, v->caption.data, v->caption.size);
    }
    append_c(&all, "}");
    json.write(json.ctx, all.data, all.size);
    free(all.data);
    return WBM_OK;
}
static const wbm_ext_fields fields = {sizeof fields, get_fields};

/* ---- wbm.tensor/1 */

typedef struct array {
    DLManagedTensor managed;
    int64_t shape, stride;
    char bytes[];
} array;

static void free_array(DLManagedTensor* self) { free(self->manager_ctx); }

static wbm_status get_tensor(const wbm_value* v, wbm_str options, DLManagedTensor** out, wbm_sink error) {
    if (!is_empty_object(options)) return refuse(error, WBM_INVALID, "an array of a note has no options");
    array* a = calloc(1, sizeof *a + v->content.size);
    if (a == NULL) return refuse(error, WBM_INTERNAL, "out of memory");
    const DLTensor tensor = {a->bytes, {kDLCPU, 0}, 1, {kDLUInt, 8, 1}, &a->shape, &a->stride, 0};
    if (v->content.size > 0) memcpy(a->bytes, v->content.data, v->content.size);
    a->shape = (int64_t)v->content.size;
    a->stride = 1;
    a->managed.dl_tensor = tensor;
    a->managed.manager_ctx = a;
    a->managed.deleter = free_array;
    *out = &a->managed;
    return WBM_OK;
}
static const wbm_ext_tensor tensor = {sizeof tensor, get_tensor};

/* ---- wbm.batch/1 */

static wbm_status seq_to_json(const wbm_value* const* all, const wbm_str* json, size_t count, wbm_sink out,
                              wbm_sink error) {
    (void)all, (void)error;
    put(out, "{\"_type\":\"abi-notes\",\"notes\":[");
    for (size_t i = 0; i < count; ++i) {
        if (i > 0) put(out, ",");
        out.write(out.ctx, json[i].data, json[i].size);
    }
    put(out, "]}");
    return WBM_OK;
}
static const wbm_ext_batch batch = {sizeof batch, 2, seq_to_json};

/* ---- wbm.probe/1 */

#ifdef WBM_EXT_PROBE
static wbm_status probe_note(const wbm_part* file, wbm_sink json, wbm_sink error) {
    text content = {NULL, 0}, all = {NULL, 0};
    wbm_status status = WBM_OK;
    if (file->kind == WBM_FROM_PATH)
        status = read_file(file->text, &content, error);
    else
        append(&content, file->text.data, file->text.size);
    if (status == WBM_OK && (content.size < 4 || memcmp(content.data, "note", 4) != 0))
        status = refuse(error, WBM_UNSUPPORTED, "the file is no note; a note begins with \"note\"");
    append_c(&all, "{\"size\":");
    append_number(&all, content.size);
    append_c(&all, "}");
    if (status == WBM_OK) json.write(json.ctx, all.data, all.size);
    free(content.data);
    free(all.data);
    return status;
}
static const wbm_ext_probe probe = {sizeof probe, probe_note};
#endif

/* ---- wbm.writer/1: a writer is a note that is not finished */

#ifdef WBM_EXT_WRITER
static wbm_status open_writer(wbm_str options, wbm_writer** out, wbm_sink error) {
    if (!is_empty_object(options)) return refuse(error, WBM_INVALID, "a writer of notes has no options");
    *out = (wbm_writer*)new_note();
    return WBM_OK;
}
static wbm_status write_piece(wbm_writer* w, const DLTensor* piece, wbm_sink error) {
    return append_tensor(&((wbm_value*)w)->content, piece, error);
}
static wbm_status finish_writer(wbm_writer* w, wbm_value** out, wbm_sink error) {
    (void)error;
    wbm_value* from = (wbm_value*)w;
    wbm_value* v = new_note();
    v->content = from->content;
    memset(&from->content, 0, sizeof from->content);
    *out = v;
    return WBM_OK;
}
static void destroy_writer(wbm_writer* w) { destroy_note((wbm_value*)w); }
static const wbm_ext_writer writer = {sizeof writer, open_writer, write_piece, finish_writer, destroy_writer};
#endif

/* ---- wbm.rows/1: one column, how long each line is */

#ifdef WBM_EXT_ROWS
static wbm_status get_rows(const wbm_value* v, wbm_str options, wbm_sink json, wbm_sink error) {
    if (!is_empty_object(options)) return refuse(error, WBM_INVALID, "rows of a note have no options");
    text all = {NULL, 0};
    size_t begin = 0;
    append_c(&all, "[");
    while (begin < v->content.size) {
        const char* end = memchr(v->content.data + begin, '\n', v->content.size - begin);
        const size_t length = end == NULL ? v->content.size - begin : (size_t)(end - v->content.data) - begin;
        append_c(&all, begin == 0 ? "[" : ",[");
        append_number(&all, length);
        append_c(&all, "]");
        begin += length + 1;
    }
    append_c(&all, "]");
    json.write(json.ctx, all.data, all.size);
    free(all.data);
    return WBM_OK;
}
static wbm_status get_cell(const wbm_value* v, wbm_str place, wbm_handle** out, wbm_sink error) {
    (void)v, (void)place, (void)out;
    return refuse(error, WBM_NOT_FOUND, "no value is in that cell; a note has numbers only");
}
static const wbm_ext_rows rows = {sizeof rows, get_rows, get_cell};
#endif

/* ---- wbm.stream/1: a member "lines" that grows by how long each piece is */

#ifdef WBM_EXT_STREAM
static wbm_status open_stream(wbm_str options, const wbm_store* target, wbm_stream** out, wbm_sink error) {
    if (!is_empty_object(options) || target->kind != WBM_ARTIFACT)
        return refuse(error, WBM_INVALID, "a stream of lines has no options and goes to an artifact");
    *out = (wbm_stream*)new_note();
    return WBM_OK;
}
static wbm_status stream_piece(wbm_stream* s, const wbm_input* piece, const wbm_store* target, wbm_sink elements,
                               wbm_sink error) {
    (void)s, (void)target;
    if (piece->parts[0]->kind != WBM_FROM_BYTES) return refuse(error, WBM_UNSUPPORTED, "a line is not bytes");
    text all = {NULL, 0};
    append_c(&all, "[");
    append_number(&all, piece->parts[0]->text.size);
    append_c(&all, "]");
    elements.write(elements.ctx, all.data, all.size);
    free(all.data);
    return WBM_OK;
}
static wbm_status finish_stream(wbm_stream* s, const wbm_store* target, wbm_sink json, wbm_sink name, wbm_sink error) {
    (void)s, (void)target, (void)error;
    put(json, "{\"_type\":\"abi-note\",\"lines\":[]}");
    put(name, "lines");
    return WBM_OK;
}
static void destroy_stream(wbm_stream* s) { destroy_note((wbm_value*)s); }
static const wbm_ext_stream stream = {sizeof stream, open_stream, stream_piece, finish_stream, destroy_stream};
#endif

const void* abilities(const char* id) {
    if (strcmp(id, WBM_EXT_FIELDS) == 0) return &fields;
    if (strcmp(id, WBM_EXT_TENSOR) == 0) return &tensor;
    if (strcmp(id, WBM_EXT_BATCH) == 0) return &batch;
#ifdef WBM_EXT_PROBE
    if (strcmp(id, WBM_EXT_PROBE) == 0) return &probe;
#endif
#ifdef WBM_EXT_WRITER
    if (strcmp(id, WBM_EXT_WRITER) == 0) return &writer;
#endif
#ifdef WBM_EXT_ROWS
    if (strcmp(id, WBM_EXT_ROWS) == 0) return &rows;
#endif
#ifdef WBM_EXT_STREAM
    if (strcmp(id, WBM_EXT_STREAM) == 0) return &stream;
#endif
    return strcmp(id, arrow_out_id()) == 0 ? arrow_out() : NULL;
}
