/* One translation unit that uses every header of the boundary. UNIT names its one function. */
#include <wbm/ext/arrow.h>
#include <wbm/ext/batch.h>
#include <wbm/ext/fields.h>
#include <wbm/ext/probe.h>
#include <wbm/ext/rows.h>
#include <wbm/ext/stream.h>
#include <wbm/ext/tensor.h>
#include <wbm/ext/values.h>
#include <wbm/ext/writer.h>
#include <wbm/plugin.h>

/* Again: the guards must hold. */
#include <wbm/ext/arrow.h>
#include <wbm/ext/values.h>
#include <wbm/ext/writer.h>
#include <wbm/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

unsigned long UNIT(void);

/* A number that changes with every offset and size of the boundary. */
unsigned long UNIT(void) {
    const size_t layout[] = {sizeof(wbm_str),
                             offsetof(wbm_str, size),
                             sizeof(wbm_sink),
                             offsetof(wbm_sink, write),
                             sizeof(wbm_part),
                             offsetof(wbm_part, value),
                             sizeof(wbm_input),
                             offsetof(wbm_input, options),
                             sizeof(wbm_store),
                             offsetof(wbm_store, fetch),
                             offsetof(wbm_store, add_config),
                             offsetof(wbm_store, list),
                             sizeof(wbm_host),
                             offsetof(wbm_host, extension),
                             sizeof(wbm_type),
                             offsetof(wbm_type, extension),
                             sizeof(wbm_plugin),
                             offsetof(wbm_plugin, types),
                             sizeof(wbm_ext_batch),
                             offsetof(wbm_ext_batch, max_items),
                             sizeof(wbm_ext_fields),
                             sizeof(wbm_ext_tensor),
                             sizeof(wbm_ext_probe),
                             sizeof(wbm_ext_writer),
                             offsetof(wbm_ext_writer, destroy),
                             sizeof(wbm_ext_rows),
                             offsetof(wbm_ext_rows, value),
                             sizeof(wbm_ext_arrow),
                             sizeof(wbm_ext_stream),
                             offsetof(wbm_ext_stream, destroy),
                             sizeof(wbm_ext_values),
                             offsetof(wbm_ext_values, release),
                             offsetof(wbm_ext_values, object),
                             offsetof(wbm_ext_values, drop_store),
                             sizeof(struct ArrowSchema),
                             sizeof(struct ArrowArray),
                             sizeof(struct ArrowArrayStream),
                             sizeof(DLTensor),
                             sizeof(DLManagedTensor)};
    const wbm_type oldest = {(uint32_t)offsetof(wbm_type, extension), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    unsigned long sum = WBM_HAS(wbm_type, &oldest, destroy) && !WBM_HAS(wbm_type, &oldest, extension) ? 5381UL : 0UL;
    size_t i;
    for (i = 0; i < sizeof layout / sizeof layout[0]; ++i) sum = sum * 33UL + (unsigned long)layout[i];
    return sum;
}

#ifdef __cplusplus
}
#endif
