/* wbm/ext/fields.h - a value's metadata. Fetched with wbm_type.extension(WBM_EXT_FIELDS). */
#ifndef WBM_EXT_FIELDS_H
#define WBM_EXT_FIELDS_H

#include <wbm/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WBM_EXT_FIELDS "wbm.fields/1"

typedef struct wbm_ext_fields {
    uint32_t size;
    /* Writes one JSON object such as {"width":640,"height":480,"caption":"a cat"}. Members that are not
     * known are left out. Touches no file, so it is cheap at any size. [thread-safe] */
    wbm_status (*get)(const wbm_value* v, wbm_sink json, wbm_sink error);
} wbm_ext_fields;

#ifdef __cplusplus
}
#endif
#endif /* WBM_EXT_FIELDS_H */
