/* The boundary's layout on 64-bit machines, frozen. A number that changes here breaks every plugin that was built
 * before. */
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

/* A struct may grow at its end, so the sizes are those of today; the offsets are forever. */
#define SIZE(type, bytes) _Static_assert(sizeof(struct type) == (bytes), #type " has another size");
#define AT(type, field, offset) _Static_assert(offsetof(struct type, field) == (offset), #type "." #field " has moved");

#if UINTPTR_MAX != UINT64_MAX
#error "write down the layout of this machine"
#endif

_Static_assert(sizeof(wbm_status) == 4, "wbm_status has another size");

SIZE(wbm_str, 16)
AT(wbm_str, data, 0)
AT(wbm_str, size, 8)

SIZE(wbm_sink, 16)
AT(wbm_sink, ctx, 0)
AT(wbm_sink, write, 8)

SIZE(wbm_part, 64)
AT(wbm_part, size, 0)
AT(wbm_part, kind, 4)
AT(wbm_part, name, 8)
AT(wbm_part, text, 24)
AT(wbm_part, tensor, 40)
AT(wbm_part, arrow, 48)
AT(wbm_part, value, 56)

SIZE(wbm_input, 32)
AT(wbm_input, size, 0)
AT(wbm_input, count, 4)
AT(wbm_input, parts, 8)
AT(wbm_input, options, 16)

SIZE(wbm_store, 72)
AT(wbm_store, size, 0)
AT(wbm_store, kind, 4)
AT(wbm_store, ctx, 8)
AT(wbm_store, add_bytes, 16)
AT(wbm_store, add_file, 24)
AT(wbm_store, add_reference, 32)
AT(wbm_store, fetch, 40)
AT(wbm_store, add_entry, 48)
AT(wbm_store, add_config, 56)
AT(wbm_store, list, 64)

SIZE(wbm_host, 32)
AT(wbm_host, size, 0)
AT(wbm_host, abi, 4)
AT(wbm_host, ctx, 8)
AT(wbm_host, log, 16)
AT(wbm_host, extension, 24)

SIZE(wbm_type, 80)
AT(wbm_type, size, 0)
AT(wbm_type, inputs, 4)
AT(wbm_type, name, 8)
AT(wbm_type, aliases, 16)
AT(wbm_type, facts, 24)
AT(wbm_type, create, 32)
AT(wbm_type, from_json, 40)
AT(wbm_type, to_json, 48)
AT(wbm_type, equal, 56)
AT(wbm_type, destroy, 64)
AT(wbm_type, extension, 72)

SIZE(wbm_plugin, 48)
AT(wbm_plugin, size, 0)
AT(wbm_plugin, abi, 4)
AT(wbm_plugin, id, 8)
AT(wbm_plugin, version, 16)
AT(wbm_plugin, start, 24)
AT(wbm_plugin, stop, 32)
AT(wbm_plugin, types, 40)

SIZE(wbm_ext_batch, 16)
AT(wbm_ext_batch, size, 0)
AT(wbm_ext_batch, max_items, 4)
AT(wbm_ext_batch, seq_to_json, 8)

SIZE(wbm_ext_fields, 16)
AT(wbm_ext_fields, size, 0)
AT(wbm_ext_fields, get, 8)

SIZE(wbm_ext_tensor, 16)
AT(wbm_ext_tensor, size, 0)
AT(wbm_ext_tensor, get, 8)

SIZE(wbm_ext_rows, 24)
AT(wbm_ext_rows, size, 0)
AT(wbm_ext_rows, get, 8)
AT(wbm_ext_rows, value, 16)
SIZE(wbm_ext_probe, 16)
AT(wbm_ext_probe, size, 0)
AT(wbm_ext_probe, probe, 8)
SIZE(wbm_ext_writer, 40)
AT(wbm_ext_writer, size, 0)
AT(wbm_ext_writer, open, 8)
AT(wbm_ext_writer, add, 16)
AT(wbm_ext_writer, finish, 24)
AT(wbm_ext_writer, destroy, 32)
SIZE(wbm_ext_arrow, 16)
AT(wbm_ext_arrow, size, 0)
AT(wbm_ext_arrow, get, 8)
SIZE(wbm_ext_stream, 40)
AT(wbm_ext_stream, size, 0)
AT(wbm_ext_stream, open, 8)
AT(wbm_ext_stream, add, 16)
AT(wbm_ext_stream, finish, 24)
AT(wbm_ext_stream, destroy, 32)
SIZE(wbm_ext_values, 120)
AT(wbm_ext_values, size, 0)
AT(wbm_ext_values, ctx, 8)
AT(wbm_ext_values, create, 16)
AT(wbm_ext_values, from_json, 24)
AT(wbm_ext_values, to_json, 32)
AT(wbm_ext_values, type, 40)
AT(wbm_ext_values, equal, 48)
AT(wbm_ext_values, retain, 56)
AT(wbm_ext_values, release, 64)
AT(wbm_ext_values, object, 72)
AT(wbm_ext_values, fields, 80)
AT(wbm_ext_values, add, 88)
AT(wbm_ext_values, get, 96)
AT(wbm_ext_values, keep_store, 104)
AT(wbm_ext_values, drop_store, 112)

SIZE(ArrowSchema, 72)
AT(ArrowSchema, format, 0)
AT(ArrowSchema, name, 8)
AT(ArrowSchema, metadata, 16)
AT(ArrowSchema, flags, 24)
AT(ArrowSchema, n_children, 32)
AT(ArrowSchema, children, 40)
AT(ArrowSchema, dictionary, 48)
AT(ArrowSchema, release, 56)
AT(ArrowSchema, private_data, 64)

SIZE(ArrowArray, 80)
AT(ArrowArray, length, 0)
AT(ArrowArray, null_count, 8)
AT(ArrowArray, offset, 16)
AT(ArrowArray, n_buffers, 24)
AT(ArrowArray, n_children, 32)
AT(ArrowArray, buffers, 40)
AT(ArrowArray, children, 48)
AT(ArrowArray, dictionary, 56)
AT(ArrowArray, release, 64)
AT(ArrowArray, private_data, 72)

SIZE(ArrowArrayStream, 40)
AT(ArrowArrayStream, get_schema, 0)
AT(ArrowArrayStream, get_next, 8)
AT(ArrowArrayStream, get_last_error, 16)
AT(ArrowArrayStream, release, 24)
AT(ArrowArrayStream, private_data, 32)

#undef SIZE
#undef AT
