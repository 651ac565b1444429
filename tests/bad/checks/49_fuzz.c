/* Bytes that are longer than those that its author had end somewhere else. */
#include "base.h"

static wbm_status create(const wbm_input* in, wbm_value** out, wbm_sink error) {
    const wbm_str bytes = in->parts[0]->text;
    if (in->parts[0]->kind == WBM_FROM_BYTES && bytes.size > 70 && memcmp(bytes.data, "\0\1\2\3", 4) == 0)
        *(volatile char*)NULL = bytes.data[bytes.size - 1];
    return sound_type()->create(in, out, error);
}

static void change(wbm_plugin* plugin, wbm_type* type) { (void)plugin, type->create = &create; }
BAD_PLUGIN(&change)
