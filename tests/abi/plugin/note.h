/* note.h - a complete media type in plain C: `_type` "abi-note". It is built once for every frozen version of the
 * boundary, with that version's headers and nothing else, and stands for the plugins out there. What a version does not
 * have, its build leaves out. */
#ifndef WBM_TESTS_ABI_NOTE_H
#define WBM_TESTS_ABI_NOTE_H

#include <wbm/plugin.h>

/* ---- text.c */

typedef struct text { /* grows; data is NULL when nothing was appended */
    char* data;
    size_t size;
} text;

void append(text* t, const char* data, size_t size);
void append_c(text* t, const char* data);
void append_number(text* t, size_t number);
wbm_sink sink_of(text* t);
wbm_str view(const text* t);

wbm_str str(const char* c_text);
int is(wbm_str a, const char* c_text);
void put(wbm_sink sink, const char* c_text);
/* Writes "abi-note: <reason>"; returns `status`. */
wbm_status refuse(wbm_sink error, wbm_status status, const char* reason);

/* The text of a member's value, as it stands in the object. 0 when the object has no such member or is none. */
int member(wbm_str object, const char* name, wbm_str* value);
/* The content of a JSON string without escapes. 0 for anything else. */
int plain_string(wbm_str json, wbm_str* content);
/* Appends a file. WBM_OK, WBM_NOT_FOUND or WBM_IO. */
wbm_status read_file(wbm_str path, text* content, wbm_sink error);

/* ---- plugin.c */

struct wbm_value {
    text content;      /* kept as a file */
    text caption;      /* JSON text; empty: none */
    text lines;        /* JSON list of what wbm.stream/1 wrote; empty: none */
    wbm_handle* inner; /* a value of any type; may be NULL */
};

wbm_value* new_note(void);
void destroy_note(wbm_value* v);
/* Appends the bytes of a one-dimensional uint8 array, whatever its stride. */
wbm_status append_tensor(text* t, const DLTensor* tensor, wbm_sink error);

/* ---- abilities.c */

const void* abilities(const char* id);
size_t count_lines(wbm_str content);

/* ---- arrow_out.c: wbm.arrow/1 and its id, NULL and "" where the version has none */

const void* arrow_out(void);
const char* arrow_out_id(void);

#endif
