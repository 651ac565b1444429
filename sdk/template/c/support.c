#include "support.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool reserve(buffer* b, size_t more) {
    if (more > SIZE_MAX / 4 - b->size) return false;
    if (b->size + more <= b->capacity) return true;
    const size_t capacity = b->size + more > 2 * b->capacity ? b->size + more : 2 * b->capacity;
    char* data = realloc(b->data, capacity);
    if (data == NULL) return false;
    b->data = data;
    b->capacity = capacity;
    return true;
}

static void append(void* ctx, const char* data, size_t size) {
    buffer* b = ctx;
    if (size == 0 || b->failed) return;
    if (!reserve(b, size)) {
        b->failed = true;
        return;
    }
    memcpy(b->data + b->size, data, size);
    b->size += size;
}

wbm_sink buffer_sink(buffer* b) { return (wbm_sink){b, append}; }

/* ---- Refusals: they allocate nothing, so that "out of memory" can be said ---------------------------------------- */

/* printf may cut a character of several bytes at the end; errors are UTF-8. */
static size_t whole_characters(const char* text, size_t size) {
    size_t start = size;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80) --start;
    if (start == 0) return 0;
    const unsigned char lead = (unsigned char)text[start - 1];
    const size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    return start - 1 + length <= size ? size : start - 1;
}

wbm_status refuse(wbm_sink error, const char* type, wbm_status status, const char* format, ...) {
    char text[500];
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    size_t size = length < 0 ? 0 : (size_t)length;
    if (size >= sizeof text) size = whole_characters(text, sizeof text - 1);
    error.write(error.ctx, type, strlen(type));
    error.write(error.ctx, ": ", 2);
    error.write(error.ctx, text, size);
    return status;
}

wbm_status refuse_memory(wbm_sink error, const char* type) {
    return refuse(error, type, WBM_INTERNAL, "out of memory");
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

/* Where memory runs out, jansson has no text for it everywhere, and 2.14 may lose characters of a long string without a
 * word. Two readings that agree have lost none. */
static wbm_status parse(wbm_str text, const char* type, json_t** out, wbm_sink error) {
    json_error_t why;
    json_t* first = json_loadb(text.data, text.size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &why);
    if (first == NULL && why.text[0] != '\0' && json_error_code(&why) != json_error_out_of_memory)
        return refuse(error, type, WBM_INVALID, "the JSON is broken at byte %d: %s", why.position, why.text);
    json_t* second = json_loadb(text.data, text.size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &why);
    const bool are_equal = json_equal(first, second); /* false also without the first */
    json_decref(second);
    if (are_equal) {
        *out = first;
        return WBM_OK;
    }
    json_decref(first);
    return refuse_memory(error, type);
}

wbm_status read_object(wbm_str text, const char* type, json_t** out, wbm_sink error) {
    json_t* object = NULL;
    const wbm_status status = parse(text.size == 0 ? (wbm_str){"{}", 2} : text, type, &object, error);
    if (status != WBM_OK) return status;
    if (!json_is_object(object)) {
        json_decref(object);
        return refuse(error, type, WBM_INVALID, "the JSON must be an object");
    }
    *out = object;
    return WBM_OK;
}

wbm_status check_type_member(const json_t* object, const char* type, wbm_sink error) {
    const json_t* found = json_object_get(object, "_type");
    if (found == NULL || json_is_null(found)) return WBM_OK;
    if (!json_is_string(found))
        return refuse(error, type, WBM_INVALID, "\"_type\" must be \"%s\", it is no text", type);
    if (json_string_length(found) == strlen(type) && strcmp(json_string_value(found), type) == 0) return WBM_OK;
    return refuse(error, type, WBM_INVALID, "\"_type\" must be \"%s\", it is \"%s\"", type, json_string_value(found));
}

static const char* kind_of(const json_t* v) {
    switch (json_typeof(v)) {
        case JSON_OBJECT:
            return "an object";
        case JSON_ARRAY:
            return "a list";
        case JSON_INTEGER:
        case JSON_REAL:
            return "a number";
        default:
            return "true or false";
    }
}

wbm_status read_text(const json_t* object, const char* key, bool required, const char* type, const json_t** out,
                     wbm_sink error) {
    const json_t* found = json_object_get(object, key);
    *out = NULL;
    if (found == NULL || json_is_null(found))
        return required ? refuse(error, type, WBM_NOT_FOUND, "\"%s\" is missing", key) : WBM_OK;
    if (!json_is_string(found))
        return refuse(error, type, WBM_INVALID, "\"%s\" must be text, it is %s", key, kind_of(found));
    *out = found;
    return WBM_OK;
}

static int write_piece(const char* data, size_t size, void* ctx) {
    const wbm_sink* json = ctx;
    json->write(json->ctx, data, size);
    return 0;
}

/* What is built from sound text can only fail for want of memory. */
wbm_status write_object(const json_t* object, wbm_sink json, const char* type, wbm_sink error) {
    return json_dump_callback(object, write_piece, &json, JSON_COMPACT) == 0 ? WBM_OK : refuse_memory(error, type);
}

/* ---- Arrays ------------------------------------------------------------------------------------------------------ */

static bool is_readable(DLDevice device) {
    return device.device_type == kDLCPU || device.device_type == kDLCUDAHost || device.device_type == kDLROCMHost;
}

static wbm_status refuse_shape(const DLTensor* a, int64_t columns, const char* type, wbm_sink error) {
    char shape[200] = "";
    size_t size = 0;
    for (int i = 0; i < a->ndim && size < sizeof shape - 40; ++i)
        size += (size_t)snprintf(shape + size, sizeof shape - size, i == 0 ? "%lld" : ", %lld", (long long)a->shape[i]);
    return refuse(error, type, WBM_INVALID, "the array has shape [%s], expected [any, %lld]", shape,
                  (long long)columns);
}

wbm_status dense_floats(const DLTensor* a, int64_t columns, const char* type, float** out, size_t* count,
                        wbm_sink error) {
    if (!is_readable(a->device))
        return refuse(error, type, WBM_UNSUPPORTED,
                      "the array is in the memory of device type %d; copy it to the CPU first",
                      (int)a->device.device_type);
    if (a->dtype.code != kDLFloat || a->dtype.bits != 32 || a->dtype.lanes != 1)
        return refuse(error, type, WBM_UNSUPPORTED, "the array's elements are not float32; convert them first");
    if (a->ndim != 2 || a->shape[0] < 0 || a->shape[1] != columns) return refuse_shape(a, columns, type, error);
    const uint64_t rows = (uint64_t)a->shape[0];
    if (rows > PTRDIFF_MAX / sizeof(float) / (uint64_t)columns)
        return refuse(error, type, WBM_INVALID, "the array has %llu rows, which is more than memory holds",
                      (unsigned long long)rows);
    const size_t elements = (size_t)rows * (size_t)columns;
    if (elements > 0 && a->data == NULL) return refuse(error, type, WBM_INVALID, "the array has no data");
    float* copy = malloc(elements > 0 ? elements * sizeof(float) : 1);
    if (copy == NULL) return refuse_memory(error, type);
    for (size_t i = 0; i < elements; ++i) { /* element by element: strides may be negative or zero */
        const int64_t row = (int64_t)(i / (size_t)columns), column = (int64_t)(i % (size_t)columns);
        const int64_t at = (row * a->strides[0] + column * a->strides[1]) * (int64_t)sizeof(float);
        memcpy(&copy[i], (const char*)a->data + a->byte_offset + at, sizeof(float));
    }
    *out = copy;
    *count = elements;
    return WBM_OK;
}

/* ---- Files ------------------------------------------------------------------------------------------------------- */

/* Puts the type's name in front of what the store says. */
typedef struct named_error {
    wbm_sink error;
    const char* type;
    bool begun;
} named_error;

static void write_named(void* ctx, const char* data, size_t size) {
    named_error* named = ctx;
    if (!named->begun) {
        named->error.write(named->error.ctx, named->type, strlen(named->type));
        named->error.write(named->error.ctx, ": ", 2);
        named->begun = true;
    }
    named->error.write(named->error.ctx, data, size);
}

wbm_status store_bytes(const wbm_store* store, const char* folder, wbm_str bytes, const char* extension,
                       const char* type, json_t** entry, wbm_sink error) {
    buffer text = {0};
    named_error named = {error, type, false};
    wbm_status status =
        store->add_bytes(store->ctx, (wbm_str){folder, strlen(folder)}, bytes, (wbm_str){extension, strlen(extension)},
                         buffer_sink(&text), (wbm_sink){&named, write_named});
    if (status == WBM_OK && text.failed) status = refuse_memory(error, type);
    if (status == WBM_OK) status = read_object((wbm_str){text.data, text.size}, type, entry, error);
    free(text.data);
    return status;
}

static wbm_status read_file(const char* local, const json_t* path, const char* type, buffer* out, wbm_sink error) {
    FILE* file = fopen(local, "rb");
    if (file == NULL && errno == ENOMEM) return refuse_memory(error, type);
    if (file == NULL)
        return refuse(error, type, errno == ENOENT ? WBM_NOT_FOUND : WBM_IO, "the file cannot be read (%s): %s",
                      strerror(errno), json_string_value(path));
    wbm_status status = WBM_OK;
    for (size_t got = 1; got > 0 && status == WBM_OK; out->size += got) {
        got = 0;
        if (!reserve(out, 1u << 16))
            status = refuse_memory(error, type);
        else
            got = fread(out->data + out->size, 1, out->capacity - out->size, file);
    }
    if (status == WBM_OK && ferror(file))
        status = refuse(error, type, WBM_IO, "the file cannot be read: %s", json_string_value(path));
    fclose(file);
    return status;
}

wbm_status fetch_bytes(const wbm_store* store, const json_t* path, const char* type, buffer* out, wbm_sink error) {
    buffer local = {0};
    buffer content = {0};
    named_error named = {error, type, false};
    const wbm_str name = {json_string_value(path), json_string_length(path)};
    wbm_status status = store->fetch(store->ctx, name, buffer_sink(&local), (wbm_sink){&named, write_named});
    append(&local, "", 1); /* the NUL that fopen wants */
    if (status == WBM_OK && local.failed) status = refuse_memory(error, type);
    if (status == WBM_OK && local.data[0] != '/')
        status = refuse(error, type, WBM_UNSUPPORTED, "the file is not on this machine but at %s", local.data);
    if (status == WBM_OK) status = read_file(local.data, path, type, &content, error);
    free(local.data);
    if (status == WBM_OK)
        *out = content;
    else
        free(content.data);
    return status;
}
