/* A caption ends where its first NUL is. */
#include "base.h"

static wbm_status from_json(wbm_str json, const wbm_store* source, wbm_value** out, wbm_sink error) {
    static const char nul[] = "\\u0000";
    const char* at = json.size == 0 ? NULL : (const char*)memmem(json.data, json.size, nul, sizeof nul - 1);
    const char* end = at == NULL ? NULL : (const char*)memchr(at, '"', (size_t)(json.data + json.size - at));
    char* shorter;
    wbm_str cut;
    wbm_status status;
    if (end == NULL) return sound_type()->from_json(json, source, out, error);
    cut.size = json.size - (size_t)(end - at);
    shorter = (char*)malloc(cut.size);
    if (shorter == NULL) {
        say(error, "flawed: out of memory");
        return WBM_INTERNAL;
    }
    memcpy(shorter, json.data, (size_t)(at - json.data));
    memcpy(shorter + (at - json.data), end, (size_t)(json.data + json.size - end));
    cut.data = shorter;
    status = sound_type()->from_json(cut, source, out, error);
    free(shorter);
    return status;
}

static void change(wbm_plugin* plugin, wbm_type* type) { (void)plugin, type->from_json = &from_json; }
BAD_PLUGIN(&change)
