/* wbm/ext/writer.h - a value made piece by piece, so that it is never in memory as a whole: the frames of a film.
 * Fetched with wbm_type.extension(WBM_EXT_WRITER). */
#ifndef WBM_EXT_WRITER_H
#define WBM_EXT_WRITER_H

#include <wbm/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WBM_EXT_WRITER "wbm.writer/1"

typedef struct wbm_writer wbm_writer; /* opaque: the plugin's own object */

/* [a writer is used by one thread at a time; different writers are independent] */
typedef struct wbm_ext_writer {
    uint32_t size;
    /* Begins a value. `options` is one JSON object, those of create(); empty means {}. */
    wbm_status (*open)(wbm_str options, wbm_writer** out, wbm_sink error);
    /* Adds a piece. `piece` is borrowed as a wbm_part's tensor is: CPU memory, strides never NULL, byte_offset 0.
     * A piece that is refused leaves the writer as it was before it where the status is WBM_INVALID or
     * WBM_UNSUPPORTED; after any other failure only destroy may follow. */
    wbm_status (*add)(wbm_writer* w, const DLTensor* piece, wbm_sink error);
    /* Ends the value. Called once; after it only destroy may follow. */
    wbm_status (*finish)(wbm_writer* w, wbm_value** out, wbm_sink error);
    void (*destroy)(wbm_writer* w); /* never fails; also gives up a value that is not finished */
} wbm_ext_writer;

#ifdef __cplusplus
}
#endif
#endif /* WBM_EXT_WRITER_H */
