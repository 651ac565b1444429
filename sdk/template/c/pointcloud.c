/* pointcloud-file: points in space, an array of float32 [any, 3], with a caption. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

static const char type_name[] = "pointcloud-file";

struct wbm_value {
    float* xyz;
    size_t count; /* of floats */
    char* caption;
    size_t caption_size; /* 0: none. The text may have NULs inside. */
};

static void pointcloud_destroy(wbm_value* v) {
    free(v->xyz);
    free(v->caption);
    free(v);
}

/* Takes the numbers over, also when it fails. */
static wbm_status give(float* xyz, size_t count, const json_t* caption, wbm_value** out, wbm_sink error) {
    const size_t caption_size = caption == NULL ? 0 : json_string_length(caption);
    char* text = malloc(caption_size + 1);
    wbm_value* v = malloc(sizeof *v);
    if (text == NULL || v == NULL) {
        free(text);
        free(v);
        free(xyz);
        return refuse_memory(error, type_name);
    }
    if (caption_size > 0) memcpy(text, json_string_value(caption), caption_size);
    *v = (wbm_value){xyz, count, text, caption_size};
    *out = v;
    return WBM_OK;
}

static wbm_status pointcloud_create(const wbm_input* in, wbm_value** out, wbm_sink error) {
    const wbm_part* part = in->parts[0];
    if (part->kind != WBM_FROM_TENSOR)
        return refuse(error, type_name, WBM_UNSUPPORTED, "it is made from an array [any, 3] of float32; give one");
    json_t* options = NULL;
    wbm_status status = read_object(in->options, type_name, &options, error);
    if (status != WBM_OK) return status;
    const json_t* caption = NULL;
    float* xyz = NULL;
    size_t count = 0;
    status = read_text(options, "caption", false, type_name, &caption, error);
    if (status == WBM_OK) status = dense_floats(part->tensor, 3, type_name, &xyz, &count, error);
    if (status == WBM_OK) status = give(xyz, count, caption, out, error);
    json_decref(options);
    return status;
}

static wbm_status read_points(const json_t* object, const wbm_store* source, buffer* content, wbm_sink error) {
    const json_t* path = NULL;
    wbm_status status = read_text(object, "path", true, type_name, &path, error);
    if (status == WBM_OK) status = fetch_bytes(source, path, type_name, content, error);
    if (status == WBM_OK && content->size % (3 * sizeof(float)) != 0) {
        free(content->data);
        status = refuse(error, type_name, WBM_INVALID, "the file has %zu bytes, which is no whole number of points",
                        content->size);
    }
    return status;
}

static wbm_status pointcloud_from_json(wbm_str json, const wbm_store* source, wbm_value** out, wbm_sink error) {
    json_t* object = NULL;
    wbm_status status = json.size == 0 ? refuse(error, type_name, WBM_INVALID, "the JSON is empty")
                                       : read_object(json, type_name, &object, error);
    if (status != WBM_OK) return status;
    const json_t* caption = NULL;
    buffer content = {0};
    status = check_type_member(object, type_name, error);
    if (status == WBM_OK) status = read_text(object, "caption", false, type_name, &caption, error);
    if (status == WBM_OK) status = read_points(object, source, &content, error);
    if (status == WBM_OK) status = give((float*)(void*)content.data, content.size / sizeof(float), caption, out, error);
    json_decref(object);
    return status;
}

static wbm_status pointcloud_to_json(const wbm_value* v, const wbm_store* target, wbm_sink json, wbm_sink error) {
    json_t* object = NULL; /* the file's path and hash; the type's own members are added */
    const wbm_str bytes = {(const char*)v->xyz, v->count * sizeof(float)};
    wbm_status status = store_bytes(target, "media/pointcloud", bytes, ".f32", type_name, &object, error);
    if (status != WBM_OK) return status;
    if (json_object_set_new(object, "_type", json_string(type_name)) != 0 ||
        (v->caption_size > 0 && json_object_set_new(object, "caption", json_stringn(v->caption, v->caption_size)) != 0))
        status = refuse_memory(error, type_name);
    else
        status = write_object(object, json, type_name, error);
    json_decref(object);
    return status;
}

/* Bit by bit: what was written is read back equal, also where it is not a number. */
static int32_t pointcloud_equal(const wbm_value* a, const wbm_value* b) {
    return a->count == b->count && a->caption_size == b->caption_size &&
           memcmp(a->xyz, b->xyz, a->count * sizeof(float)) == 0 &&
           memcmp(a->caption, b->caption, a->caption_size) == 0;
}

static const wbm_type pointcloud_type = {
    .size = sizeof(wbm_type),
    .inputs = WBM_FROM_TENSOR,
    .name = type_name,
    .create = pointcloud_create,
    .from_json = pointcloud_from_json,
    .to_json = pointcloud_to_json,
    .equal = pointcloud_equal,
    .destroy = pointcloud_destroy,
};

static const wbm_type* const types[] = {&pointcloud_type, NULL};

static const wbm_plugin plugin = {
    .size = sizeof(wbm_plugin),
    .abi = WBM_ABI,
    .id = "com.example.pointcloud",
    .version = "1.0.0",
    .types = types,
};

const wbm_plugin* WBM_ENTRY(void) { return &plugin; }
