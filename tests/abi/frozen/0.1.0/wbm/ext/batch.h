/* wbm/ext/batch.h - a list of values logged under one key. Fetched with wbm_type.extension(WBM_EXT_BATCH).
 * Implements seq_to_json (wire spec 2.7 step 4, 4.8, 5.3, 9). */
#ifndef WBM_EXT_BATCH_H
#define WBM_EXT_BATCH_H

#include <wbm/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WBM_EXT_BATCH "wbm.batch/1"

/* [thread-safe across lists; values of one list may be in use by other threads] */
typedef struct wbm_ext_batch {
    uint32_t size;
    uint32_t max_items; /* the host passes at most this many values; 0: no limit */
    /* Writes the list's JSON, e.g. {"_type":"images/separated","count":2,...}. `json[i]` is what to_json
     * wrote for values[i] just before, so a batch decodes and stores nothing again. count >= 1. */
    wbm_status (*seq_to_json)(const wbm_value* const* values, const wbm_str* json, size_t count, wbm_sink out,
                              wbm_sink error);
} wbm_ext_batch;

#ifdef __cplusplus
}
#endif
#endif /* WBM_EXT_BATCH_H */
