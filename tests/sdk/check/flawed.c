/* A sound plugin in plain C, and many that are wrong in one way: FLAW is the number of the check that must see it. */
#ifndef FLAW
#define FLAW 0
#endif
#if FLAW == 2
#define WBM_ENTRY another_name
#endif

#include <wbm/plugin.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#if FLAW == 11
void is_nowhere(void);
#endif
#if FLAW == 10
WBM_EXPORT int another_export(void);
int another_export(void) { return 1; }
#endif
#if FLAW == 12
__asm__(
    ".globl flawed_unique\n.type flawed_unique, @gnu_unique_object\n.data\nflawed_unique:\n.long 0\n"
    ".size flawed_unique, 4\n.text");
#endif
#if FLAW == 8
int in_another_library(void);
#endif

enum { largest_file = 1 << 20, largest_depth = 256 };

struct wbm_value {
    char* data;
    size_t size;
    const char* borrowed;
    int was_read;
};

static void say(wbm_sink sink, const char* text) { sink.write(sink.ctx, text, strlen(text)); }

static wbm_status refuse(wbm_sink error, wbm_status status, const char* text) {
    if (FLAW != 42) say(error, "flawed: ");
    say(error, text);
    return status;
}

/* What a store writes. */
typedef struct buffer {
    char text[8192];
    size_t size;
} buffer;

static void keep(void* ctx, const char* data, size_t size) {
    buffer* b = ctx;
    if (FLAW == 34) b->size = 0;
    if (size > sizeof b->text - 1 - b->size) size = sizeof b->text - 1 - b->size;
    memcpy(b->text + b->size, data, size);
    b->size += size;
    b->text[b->size] = 0;
}

static wbm_sink sink_of(buffer* b) {
    wbm_sink sink;
    b->size = 0;
    b->text[0] = 0;
    sink.ctx = b;
    sink.write = &keep;
    return sink;
}

static wbm_status give(wbm_value** out, const char* data, size_t size, int was_read) {
    wbm_value* v = calloc(1, sizeof *v);
    v->data = malloc(size + 1);
    memcpy(v->data, size == 0 ? "" : data, size);
    v->size = size;
    v->borrowed = data;
    v->was_read = was_read;
    *out = v;
    return WBM_OK;
}

static wbm_status give_file(const char* path, wbm_value** out, wbm_sink error, int was_read) {
    FILE* file = fopen(path, "rb");
    char* content;
    size_t size;
    wbm_status status;
    if (file == NULL && FLAW == 45) return give(out, "", 0, was_read);
    if (file == NULL) return refuse(error, WBM_NOT_FOUND, "the file cannot be opened");
    content = malloc(largest_file);
    size = fread(content, 1, largest_file, file);
    status = ferror(file) ? refuse(error, WBM_IO, "the file cannot be read") : give(out, content, size, was_read);
    fclose(file);
    free(content);
    return status;
}

static wbm_status create(const wbm_input* in, wbm_value** out, wbm_sink error) {
    const wbm_part* part = in->parts[0];
    char path[4096];
    if (part->kind == WBM_FROM_BYTES) return give(out, part->text.data, part->text.size, 0);
    if (part->kind != WBM_FROM_PATH) return refuse(error, WBM_UNSUPPORTED, "give a path or bytes");
    if (part->text.size >= sizeof path) return refuse(error, WBM_INVALID, "the path is too long");
    if (part->text.size > 0) memcpy(path, part->text.data, part->text.size);
    path[part->text.size] = 0;
    return give_file(path, out, error, 0);
}

/* Braces and brackets match, not too deep, nothing after them. */
static int is_whole_object(wbm_str json) {
    size_t i;
    int depth = 0;
    for (i = 0; i < json.size; ++i) {
        if (json.data[i] == '{' || json.data[i] == '[') ++depth;
        if (json.data[i] == '}' || json.data[i] == ']') --depth;
        if (depth > largest_depth && FLAW != 41) return 0;
        if (depth == 0 && i + 1 < json.size) return 0;
    }
    return json.size > 0 && json.data[0] == '{' && depth == 0;
}

static wbm_status from_json(wbm_str json, const wbm_store* source, wbm_value** out, wbm_sink error) {
    static char text[1 << 16];
    static buffer local, reason;
    const char* type = FLAW == 47 ? "\"_type\":\"" : FLAW == 31 ? "\"_type\":\"flawed" : "\"_type\":\"flawed\"";
    const char* path;
    wbm_status status;
    wbm_str relative;
    if (json.size >= sizeof text || !is_whole_object(json)) return refuse(error, WBM_INVALID, "this is no JSON object");
    memcpy(text, json.data, json.size);
    text[json.size] = 0;
    if (strstr(text, type) == NULL) return refuse(error, WBM_INVALID, "\"_type\" is another");
    if (FLAW == 38 && strstr(text, "x_unknown") != NULL)
        return refuse(error, WBM_INVALID, "\"x_unknown\" is not known");
    path = strstr(text, "\"path\":\"");
    if (path == NULL) {
        if (FLAW == 41) return give(out, "", 0, 1);
        return refuse(error, WBM_NOT_FOUND, "\"path\" is missing");
    }
    relative.data = path + strlen("\"path\":\"");
    relative.size = strcspn(relative.data, "\"");
    status = source->fetch(source->ctx, relative, sink_of(&local), sink_of(&reason));
    if (FLAW == 43 && status == WBM_IO) status = WBM_INVALID;
    if (status != WBM_OK) return refuse(error, status, reason.text);
    if (FLAW == 28) return give(out, "lost", 4, 1);
    return give_file(local.text, out, error, 1);
}

static wbm_status to_json(const wbm_value* v, const wbm_store* target, wbm_sink json, wbm_sink error) {
    static buffer entry, reason;
    const wbm_str folder = {"media/flawed", 12};
    const wbm_str extension = {".bin", 4};
    wbm_str bytes;
    wbm_status status;
    bytes.data = FLAW == 37 ? v->borrowed : v->data;
    bytes.size = v->size;
    if (FLAW == 33 && target->kind == WBM_ARTIFACT) return refuse(error, WBM_UNSUPPORTED, "no artifacts");
    status = target->add_bytes(target->ctx, folder, bytes, extension, sink_of(&entry), sink_of(&reason));
    if (status != WBM_OK) return refuse(error, status, reason.text);
    say(json, FLAW == 31 ? "{\"_type\":\"flawed-too\"," : "{\"_type\":\"flawed\",");
    if (FLAW == 29 && v->was_read) say(json, "\"was_read\":true,");
    if (FLAW == 30) say(json, "\"number\":NaN,");
    if (FLAW == 32) entry.text[--entry.size] = 0;
    say(json, entry.text + 1);
    if (FLAW == 32) say(json, ",\"more\":{\"sha256\":\"\",\"path\":\"../elsewhere\"}}");
    return WBM_OK;
}

static int32_t equal(const wbm_value* a, const wbm_value* b) {
    if (FLAW == 35 && a->was_read && !b->was_read) return 0;
    return a->size == b->size && memcmp(a->data, b->data, a->size) == 0;
}

static void destroy(wbm_value* v) {
    free(v->data);
    free(v);
}

static const void* extension(const char* id) {
    static const int anything = 0;
    return FLAW == 24 && strcmp(id, "no.such/1") == 0 ? &anything : NULL;
}

static wbm_status start(const wbm_host* host, wbm_sink error) {
    if (FLAW == 25 && host->size != sizeof(wbm_host)) return refuse(error, WBM_UNSUPPORTED, "this host is new");
    if (FLAW == 56 && open("/dev/null", O_RDONLY) < 0) return WBM_IO;
    if (FLAW == 57 && getenv("WBM_FLAWED") != NULL) return refuse(error, WBM_INTERNAL, "only once");
    if (FLAW == 57) setenv("WBM_FLAWED", "1", 1);
#if FLAW == 11
    is_nowhere();
#endif
#if FLAW == 8
    in_another_library();
#endif
    return WBM_OK;
}

static void stop(void) {}

static const wbm_type type = {FLAW == 19 ? 8 : sizeof(wbm_type),
                              WBM_FROM_PATH | WBM_FROM_BYTES,
                              FLAW == 21 ? "not a name" : "flawed",
                              NULL,
                              NULL,
                              &create,
                              &from_json,
                              FLAW == 22 ? NULL : &to_json,
                              &equal,
                              &destroy,
                              &extension};
static const wbm_type* const types[] = {&type, NULL};
static const wbm_plugin plugins[] = {
    {sizeof(wbm_plugin), WBM_ABI, FLAW == 20 ? "flawed" : "com.example.flawed", FLAW == 23 ? "9.9.9" : "1.0.0", &start,
     &stop, types},
    {sizeof(wbm_plugin), WBM_ABI, "com.example.flawed", "1.0.0", &start, &stop, types}};

const wbm_plugin* WBM_ENTRY(void) {
    static size_t calls = 0;
    return FLAW == 17 ? &plugins[calls++ % COUNT(plugins)] : &plugins[0];
}
