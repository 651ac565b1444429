/* wbm/ext/values.h - values inside values: a table's cells, an image's classes, a stranger's type.
 * A host extension: host->extension(host->ctx, WBM_EXT_VALUES). */
#ifndef WBM_EXT_VALUES_H
#define WBM_EXT_VALUES_H

#include <wbm/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WBM_EXT_VALUES "wbm.values/1"

/* A wbm_handle is the host's reference to one immutable value of any type, known to it or not.
 * Handles that a plugin gets from create, from_json or retain are its own: it releases each once.
 * Handles in a wbm_part are borrowed: retain them to keep them. [every function is thread-safe] */
typedef struct wbm_ext_values {
    uint32_t size;
    void* ctx; /* first argument of the functions below that have a `ctx` */
    /* `type`: a registered type's name. */
    wbm_status (*create)(void* ctx, wbm_str type, const wbm_input* in, wbm_handle** out, wbm_sink error);
    /* `json` must be an object with a "_type". One that nobody registered is kept as it is, byte for byte. */
    wbm_status (*from_json)(void* ctx, wbm_str json, const wbm_store* source, wbm_handle** out, wbm_sink error);
    /* Keeps the files in `target` and writes the JSON, as wbm_type.to_json does. */
    wbm_status (*to_json)(const wbm_handle* h, const wbm_store* target, wbm_sink json, wbm_sink error);
    void (*type)(const wbm_handle* h, wbm_sink name);           /* its `_type` */
    int32_t (*equal)(const wbm_handle* a, const wbm_handle* b); /* 1 or 0; different types are unequal */
    wbm_handle* (*retain)(const wbm_handle* h);                 /* NULL only when memory is out */
    void (*release)(wbm_handle* h);                             /* once for each handle of one's own; never fails */
    /* The object behind a handle, borrowed, when it is a value of exactly this type table: so a type reads another
     * value of its own. NULL for any other. */
    const wbm_value* (*object)(const wbm_handle* h, const wbm_type* type);
    /* What the value tells of itself (wbm.fields/1): one JSON object, {} when its type tells nothing. */
    wbm_status (*fields)(const wbm_handle* h, wbm_sink json, wbm_sink error);
    /* Adds the value to an artifact as an entry of its own, `<name>.<type>.json`. The same value again gives its first
     * entry, another one under a name that is taken gives the entry that is there; below `media/tables/` the name is
     * made of the content. A run refuses. `entry`: {"path","digest"}, as the manifest has them (wire spec 23.8). */
    wbm_status (*add)(const wbm_handle* h, const wbm_store* target, wbm_str name, wbm_sink entry, wbm_sink error);
    /* The value of an artifact's entry, by its path or the name it was added by. WBM_NOT_FOUND when there is none;
     * WBM_INVALID for an entry that is being read already: values that refer to each other in a circle. */
    wbm_status (*get)(void* ctx, const wbm_store* source, wbm_str name, wbm_handle** out, wbm_sink error);
    /* A store to read from after the call that `source` was passed to, on any thread: its files as they are now. So a
     * table of a million pictures makes a value of a cell when somebody asks for it. NULL only when memory is out;
     * given back once with drop_store. Adding to it is refused. */
    const wbm_store* (*keep_store)(void* ctx, const wbm_store* source);
    void (*drop_store)(const wbm_store* kept); /* never fails; `kept` is then gone */
} wbm_ext_values;

#ifdef __cplusplus
}
#endif
#endif /* WBM_EXT_VALUES_H */
