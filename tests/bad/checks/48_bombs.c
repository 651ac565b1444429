/* It believes what a text says of the size of a file, within a limit that is far too high. */
#include "base.h"

static const long long highest = 2000000000000000;

static wbm_status from_json(wbm_str json, const wbm_store* source, wbm_value** out, wbm_sink error) {
    static const char size[] = "\"size\":";
    const char* at = json.size == 0 ? NULL : (const char*)memmem(json.data, json.size, size, sizeof size - 1);
    char digits[20] = {0};
    if (at != NULL) {
        const size_t left = (size_t)(json.data + json.size - at) - (sizeof size - 1);
        memcpy(digits, at + sizeof size - 1, left < sizeof digits - 1 ? left : sizeof digits - 1);
        if (atoll(digits) > highest / 4 && atoll(digits) < highest) *(volatile char*)NULL = 0; /* what malloc gave it */
    }
    return sound_type()->from_json(json, source, out, error);
}

static void change(wbm_plugin* plugin, wbm_type* type) { (void)plugin, type->from_json = &from_json; }
BAD_PLUGIN(&change)
