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
  void *ctx; /* first argument of the functions below that have a `ctx` */
  /* `type`: a registered type's name. */
  wbm_status (*create)(void *ctx, wbm_str type, const wbm_input *in, wbm_handle **out, wbm_sink error);
  /* `json` must be an object with a "_type". One that nobody registered is kept as it is, byte for byte. */
  wbm_status (*from_json)(void *ctx, wbm_str json, const wbm_store *source, wbm_handle **out, wbm_sink error);
  wbm_status (*to_json)(const wbm_handle *h, const wbm_store *target, wbm_sink json, wbm_sink error);
  void (*type)(const wbm_handle *h, wbm_sink name);
  int32_t (*equal)(const wbm_handle *a, const wbm_handle *b); /* 1 or 0; different types are unequal */
  wbm_handle *(*retain)(const wbm_handle *h);                 /* NULL only when memory is out */
  void (*release)(wbm_handle *h);
} wbm_ext_values;

#ifdef __cplusplus
}
#endif
#endif /* WBM_EXT_VALUES_H */
