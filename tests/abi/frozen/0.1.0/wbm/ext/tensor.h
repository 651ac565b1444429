/* wbm/ext/tensor.h - a value as an array. Fetched with wbm_type.extension(WBM_EXT_TENSOR). */
#ifndef WBM_EXT_TENSOR_H
#define WBM_EXT_TENSOR_H

#include <wbm/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WBM_EXT_TENSOR "wbm.tensor/1"

typedef struct wbm_ext_tensor {
    uint32_t size;
    /* Decodes the value into a new array: row-major CPU memory, images as H x W x C (H x W when there is
     * one channel), audio as frames x channels, points as N x fields. `options` is a JSON object that the
     * type defines; empty means {}. The caller runs (*out)->deleter(*out) once, on any thread; the
     * array outlives the value. [thread-safe] */
    wbm_status (*get)(const wbm_value* v, wbm_str options, DLManagedTensor** out, wbm_sink error);
} wbm_ext_tensor;

#ifdef __cplusplus
}
#endif
#endif /* WBM_EXT_TENSOR_H */
