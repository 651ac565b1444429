/* wbm/ext/arrow.h - tables cross the boundary as an Arrow C stream: in as a part of kind WBM_FROM_ARROW, out with
 * wbm_type.extension(WBM_EXT_ARROW).
 * The three structs are the stable Arrow C data and stream interfaces; the guards are the ones that
 * their specification asks for, so that any other Arrow header may be included beside this one. */
#ifndef WBM_EXT_ARROW_H
#define WBM_EXT_ARROW_H

#include <wbm/plugin.h>

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
    const char *format, *name, *metadata;
    int64_t flags, n_children;
    struct ArrowSchema **children, *dictionary;
    void (*release)(struct ArrowSchema*);
    void* private_data;
};

struct ArrowArray {
    int64_t length, null_count, offset, n_buffers, n_children;
    const void** buffers;
    struct ArrowArray **children, *dictionary;
    void (*release)(struct ArrowArray*);
    void* private_data;
};
#endif /* ARROW_C_DATA_INTERFACE */

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE
struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);
    int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);
    const char* (*get_last_error)(struct ArrowArrayStream*);
    void (*release)(struct ArrowArrayStream*);
    void* private_data;
};
#endif /* ARROW_C_STREAM_INTERFACE */

#define WBM_EXT_ARROW "wbm.arrow/1"

/* [every function is thread-safe across values, and on one value] */
typedef struct wbm_ext_arrow {
    uint32_t size;
    /* Fills `out`, which holds nothing before, with a stream of record batches; the caller releases it, and every
     * schema and array that it gets from it. They may outlive the value. The stream itself is used by one thread at a
     * time. `options` is one JSON object; "columns" is a list of names, "first" and "count" choose rows; empty means
     * all. */
    wbm_status (*get)(const wbm_value* v, wbm_str options, struct ArrowArrayStream* out, wbm_sink error);
} wbm_ext_arrow;

#ifdef __cplusplus
}
#endif
#endif /* WBM_EXT_ARROW_H */
