/* wbm.arrow/1, where the version of the boundary has it: one column, "length", how long each line is. */
#include "note.h"

#include <wbm/ext/arrow.h>

#include <stdlib.h>
#include <string.h>

#ifdef WBM_EXT_ARROW

typedef struct lengths { /* a batch's own memory */
    struct ArrowArray column;
    struct ArrowArray* children[1];
    const void* buffers[2];
    const void* no_buffers[1];
    int64_t values[];
} lengths;

static lengths* lengths_of(wbm_str content) {
    const size_t count = count_lines(content);
    lengths* l = calloc(1, sizeof *l + (count + 1) * sizeof l->values[0]);
    if (l == NULL) abort();
    size_t begin = 0;
    for (size_t i = 0; i < count; ++i) {
        const char* end = memchr(content.data + begin, '\n', content.size - begin);
        const size_t length = end == NULL ? content.size - begin : (size_t)(end - content.data) - begin;
        l->values[i] = (int64_t)length;
        begin += length + 1;
    }
    l->column.length = (int64_t)count;
    return l;
}

static void release_child_schema(struct ArrowSchema* schema) { schema->release = NULL; }
static void release_schema(struct ArrowSchema* schema) {
    if (schema->children[0]->release != NULL) schema->children[0]->release(schema->children[0]);
    free(schema->children[0]);
    free(schema->children);
    schema->release = NULL;
}
static int get_schema(struct ArrowArrayStream* stream, struct ArrowSchema* out) {
    (void)stream;
    struct ArrowSchema** children = malloc(sizeof *children);
    struct ArrowSchema* child = malloc(sizeof *child);
    if (children == NULL || child == NULL) abort();
    const struct ArrowSchema column = {"l", "length", NULL, 0, 0, NULL, NULL, release_child_schema, NULL};
    const struct ArrowSchema all = {"+s", "", NULL, 0, 1, children, NULL, release_schema, NULL};
    *child = column;
    children[0] = child;
    *out = all;
    return 0;
}

static void release_child(struct ArrowArray* array) { array->release = NULL; }
static void release_batch(struct ArrowArray* array) {
    if (array->children[0]->release != NULL) array->children[0]->release(array->children[0]);
    free(array->private_data);
    array->release = NULL;
}
static int get_next(struct ArrowArrayStream* stream, struct ArrowArray* out) {
    lengths* l = stream->private_data;
    memset(out, 0, sizeof *out);
    if (l == NULL) return 0; /* the end */
    stream->private_data = NULL;
    const int64_t rows = l->column.length;
    const struct ArrowArray column = {rows, 0, 0, 2, 0, l->buffers, NULL, NULL, release_child, NULL};
    const struct ArrowArray all = {rows, 0, 0, 1, 1, l->no_buffers, l->children, NULL, release_batch, l};
    l->buffers[1] = l->values;
    l->column = column;
    l->children[0] = &l->column;
    *out = all;
    return 0;
}
static const char* get_last_error(struct ArrowArrayStream* stream) { return (void)stream, NULL; }
static void release_stream(struct ArrowArrayStream* stream) {
    free(stream->private_data);
    stream->release = NULL;
}

static wbm_status get_arrow(const wbm_value* v, wbm_str options, struct ArrowArrayStream* out, wbm_sink error) {
    if (options.size > 0 && !is(options, "{}"))
        return refuse(error, WBM_INVALID, "an Arrow stream of a note has no options");
    const struct ArrowArrayStream stream = {get_schema, get_next, get_last_error, release_stream,
                                            lengths_of(view(&v->content))};
    *out = stream;
    return WBM_OK;
}
static const wbm_ext_arrow arrow = {sizeof arrow, get_arrow};

const void* arrow_out(void) { return &arrow; }
const char* arrow_out_id(void) { return WBM_EXT_ARROW; }

#else

const void* arrow_out(void) { return NULL; }
const char* arrow_out_id(void) { return ""; }

#endif
