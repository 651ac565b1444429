#include "note.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void append(text* t, const char* data, size_t size) {
    char* grown = realloc(t->data, t->size + size + 1);
    if (grown == NULL) abort();
    if (size > 0) memcpy(grown + t->size, data, size);
    t->data = grown;
    t->size += size;
    t->data[t->size] = '\0';
}
void append_c(text* t, const char* data) { append(t, data, strlen(data)); }
void append_number(text* t, size_t number) {
    char digits[32];
    snprintf(digits, sizeof digits, "%zu", number);
    append_c(t, digits);
}
static void append_to(void* ctx, const char* data, size_t size) { append(ctx, data, size); }
wbm_sink sink_of(text* t) {
    const wbm_sink sink = {t, append_to};
    return sink;
}
wbm_str view(const text* t) {
    const wbm_str s = {t->data, t->size};
    return s;
}

wbm_str str(const char* c_text) {
    const wbm_str s = {c_text, strlen(c_text)};
    return s;
}
int is(wbm_str a, const char* c_text) { return a.size == strlen(c_text) && memcmp(a.data, c_text, a.size) == 0; }
void put(wbm_sink sink, const char* c_text) { sink.write(sink.ctx, c_text, strlen(c_text)); }
wbm_status refuse(wbm_sink error, wbm_status status, const char* reason) {
    put(error, "abi-note: ");
    put(error, reason);
    return status;
}

/* ---- JSON: the host has checked it; this only finds the ends of things. */

static size_t after_blanks(wbm_str s, size_t i) {
    while (i < s.size && memchr(" \t\r\n", s.data[i], 4) != NULL) ++i;
    return i;
}
static size_t after_string(wbm_str s, size_t i) {
    for (++i; i < s.size && s.data[i] != '"'; ++i)
        if (s.data[i] == '\\') ++i;
    return i + 1;
}
static size_t after_value(wbm_str s, size_t i) {
    size_t depth = 0;
    while (i < s.size) {
        const char c = s.data[i];
        if (depth == 0 && (c == ',' || c == '}' || c == ']')) return i;
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        i = c == '"' ? after_string(s, i) : i + 1;
    }
    return i;
}

int member(wbm_str object, const char* name, wbm_str* value) {
    size_t i = after_blanks(object, 0);
    if (i >= object.size || object.data[i] != '{') return 0;
    for (;;) {
        i = after_blanks(object, i + 1);
        if (i >= object.size || object.data[i] != '"') return 0;
        const size_t key_end = after_string(object, i);
        const wbm_str key = {object.data + i + 1, key_end - i - 2};
        i = after_blanks(object, after_blanks(object, key_end) + 1);
        const size_t end = after_value(object, i);
        if (end > object.size) return 0;
        if (is(key, name)) {
            value->data = object.data + i;
            value->size = end - i;
            while (value->size > 0 && memchr(" \t\r\n", value->data[value->size - 1], 4) != NULL) --value->size;
            return 1;
        }
        i = end;
        if (i >= object.size || object.data[i] != ',') return 0;
    }
}

int plain_string(wbm_str json, wbm_str* content) {
    if (json.size < 2 || json.data[0] != '"' || memchr(json.data, '\\', json.size) != NULL) return 0;
    content->data = json.data + 1;
    content->size = json.size - 2;
    return 1;
}

wbm_status read_file(wbm_str path, text* content, wbm_sink error) {
    text name = {NULL, 0};
    append(&name, path.data, path.size);
    FILE* file = fopen(name.data, "rb");
    free(name.data);
    if (file == NULL) return refuse(error, WBM_NOT_FOUND, "the file cannot be opened; give one that is there");
    char piece[4096];
    size_t got;
    append(content, "", 0);
    while ((got = fread(piece, 1, sizeof piece, file)) > 0) append(content, piece, got);
    const int failed = ferror(file);
    fclose(file);
    return failed ? refuse(error, WBM_IO, "the file cannot be read") : WBM_OK;
}
