/* wbm/ext/stream.h - a value that is written into an artifact while it is made, so that it never is in memory: a table
 * row by row, with the pictures in its cells. Fetched with wbm_type.extension(WBM_EXT_STREAM).
 *
 * The value's JSON has one member that is a list and grows. The plugin writes elements of that list when it gets them,
 * the host keeps them in a file; at the end the plugin writes the object around the list, the host puts both together.
 */
#ifndef WBM_EXT_STREAM_H
#define WBM_EXT_STREAM_H

#include <wbm/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WBM_EXT_STREAM "wbm.stream/1"

typedef struct wbm_stream wbm_stream; /* opaque: the plugin's own object */

/* `target` is the same artifact in every call, and valid during the call alone. [a stream is used by one thread at a
 * time; different streams are independent] */
typedef struct wbm_ext_stream {
    uint32_t size;
    /* Begins a value. `options` is one JSON object, those of create(); empty means {}. */
    wbm_status (*open)(wbm_str options, const wbm_store* target, wbm_stream** out, wbm_sink error);
    /* Takes a piece, an input as create() gets it but without options. `elements`: one JSON list of what the piece adds
     * to the growing list, often of one element. Its files go to `target` now. A piece that is refused with WBM_INVALID
     * or WBM_UNSUPPORTED leaves the stream as it was; after any other failure only destroy may follow. */
    wbm_status (*add)(wbm_stream* s, const wbm_input* piece, const wbm_store* target, wbm_sink elements,
                      wbm_sink error);
    /* Ends the value. `json`: the object, as to_json would write it for an artifact, with an empty list as the growing
     * member; `member`: that member's name. Called once; after it only destroy may follow. */
    wbm_status (*finish)(wbm_stream* s, const wbm_store* target, wbm_sink json, wbm_sink member, wbm_sink error);
    void (*destroy)(wbm_stream* s); /* never fails; also gives up a value that is not finished */
} wbm_ext_stream;

#ifdef __cplusplus
}
#endif
#endif /* WBM_EXT_STREAM_H */
