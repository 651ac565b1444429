/* Of an array it reads the elements in the order in which they lie in memory. */
#include "base.h"

static wbm_status create(const wbm_input* in, wbm_value** out, wbm_sink error) {
    wbm_part part = *in->parts[0];
    const wbm_part* const parts[] = {&part};
    wbm_input input = {sizeof input, 1, parts, in->options};
    DLTensor dense;
    int64_t strides[2];
    if (part.kind != WBM_FROM_TENSOR || part.tensor->ndim != 2 || part.tensor->strides[0] < 0 ||
        part.tensor->strides[1] < 0)
        return sound_type()->create(in, out, error);
    dense = *part.tensor;
    strides[0] = dense.shape[1];
    strides[1] = 1;
    dense.strides = strides;
    part.tensor = &dense;
    return sound_type()->create(&input, out, error);
}

static void change(wbm_plugin* plugin, wbm_type* type) { (void)plugin, type->create = &create; }
BAD_PLUGIN(&change)
