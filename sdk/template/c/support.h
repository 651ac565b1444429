/* support.h - what a type in C needs around its own rules: text that grows, refusals, JSON, arrays, files.
 *
 * Every function that can fail returns a wbm_status and has then written the sentence to `error`; nothing is left
 * allocated. [no shared state: any thread] */
#ifndef POINTCLOUD_SUPPORT_H
#define POINTCLOUD_SUPPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <wbm/plugin.h>

/* Bytes that grow. {0} is an empty one; free(data) when done. */
typedef struct buffer {
    char* data;
    size_t size;
    size_t capacity;
    bool failed; /* memory ran out: the content is not whole */
} buffer;

/* A sink that appends. The buffer must stay where it is. */
wbm_sink buffer_sink(buffer* b);

/* The type's refusals. Writes `<type>: <text>`; the text is printf's, at most 500 bytes of it are kept. */
#if defined(__GNUC__)
__attribute__((format(printf, 4, 5)))
#endif
wbm_status
refuse(wbm_sink error, const char* type, wbm_status status, const char* format, ...);
wbm_status refuse_memory(wbm_sink error, const char* type);

/* One JSON object; empty text gives {}. json_decref(*out) when done. */
wbm_status read_object(wbm_str text, const char* type, json_t** out, wbm_sink error);

/* Refuses JSON whose `_type` is another type's. */
wbm_status check_type_member(const json_t* object, const char* type, wbm_sink error);

/* The member's text, borrowed from the object: NULL when it is missing or null and not `required`. */
wbm_status read_text(const json_t* object, const char* key, bool required, const char* type, const json_t** out,
                     wbm_sink error);

/* Writes the object as JSON. */
wbm_status write_object(const json_t* object, wbm_sink json, const char* type, wbm_sink error);

/* A copy of the array's elements in row-major order: an array of float32 [rows, columns], whatever its strides.
 * free(*out) when done; it is never NULL, also without rows. */
wbm_status dense_floats(const DLTensor* array, int64_t columns, const char* type, float** out, size_t* count,
                        wbm_sink error);

/* Keeps bytes in the store. `*entry` is the JSON object with the file's path and hash: json_decref when done. */
wbm_status store_bytes(const wbm_store* store, const char* folder, wbm_str bytes, const char* extension,
                       const char* type, json_t** entry, wbm_sink error);

/* The content of a stored file. free(out->data) when done. */
wbm_status fetch_bytes(const wbm_store* store, const json_t* path, const char* type, buffer* out, wbm_sink error);

#endif
