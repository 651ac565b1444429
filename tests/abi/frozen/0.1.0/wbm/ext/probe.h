/* wbm/ext/probe.h - what is in a file, without making a value of it. Fetched with wbm_type.extension(WBM_EXT_PROBE). */
#ifndef WBM_EXT_PROBE_H
#define WBM_EXT_PROBE_H

#include <wbm/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WBM_EXT_PROBE "wbm.probe/1"

typedef struct wbm_ext_probe {
    uint32_t size;
    /* Looks at a file's content, not at its name. `file` is a WBM_FROM_PATH or WBM_FROM_BYTES part.
     *   WBM_OK           a sound file of this type; writes one JSON object that says what it holds, with the same
     *                    names as wbm.fields/1, such as {"format":"wav","sample_rate":44100,"channels":2}
     *   WBM_UNSUPPORTED  not one of this type's formats
     *   WBM_INVALID      one of them, but broken; the error says where
     * A path that cannot be read is WBM_NOT_FOUND or WBM_IO. [thread-safe] */
    wbm_status (*probe)(const wbm_part* file, wbm_sink json, wbm_sink error);
} wbm_ext_probe;

#ifdef __cplusplus
}
#endif
#endif /* WBM_EXT_PROBE_H */
