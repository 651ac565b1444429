/* wbm/ext/rows.h - the cells of a value that has rows and columns, such as a table. Fetched with
 * wbm_type.extension(WBM_EXT_ROWS). */
#ifndef WBM_EXT_ROWS_H
#define WBM_EXT_ROWS_H

#include <wbm/ext/values.h>
#include <wbm/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WBM_EXT_ROWS "wbm.rows/1"

/* [every function is thread-safe across values, and on one value] */
typedef struct wbm_ext_rows {
    uint32_t size;
    /* Writes rows as one JSON list of lists of cells. `options`: one JSON object; "first" and "count" choose rows,
     * "columns" a list of names; empty means all. A cell that holds a value is an object with its `_type` and fields;
     * NaN and infinities are bare tokens, times are milliseconds since 1970, arrays nested lists. */
    wbm_status (*get)(const wbm_value* v, wbm_str options, wbm_sink json, wbm_sink error);
    /* The value in a cell, or in a list or dict of one. `place`: a JSON list, first the row, then the column's place,
     * then the index or key at each level. WBM_NOT_FOUND when no value is there. */
    wbm_status (*value)(const wbm_value* v, wbm_str place, wbm_handle** out, wbm_sink error);
} wbm_ext_rows;

#ifdef __cplusplus
}
#endif
#endif /* WBM_EXT_ROWS_H */
