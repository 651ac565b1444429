/* A caption that is no text is refused, but nobody learns that it is the caption. */
#include "base.h"

static wbm_status create(const wbm_input* in, wbm_value** out, wbm_sink error) {
    static const char list[] = "{\"caption\":[";
    if (in->options.size >= sizeof list - 1 && memcmp(in->options.data, list, sizeof list - 1) == 0) {
        say(error, "flawed: an option is wrong");
        return WBM_INVALID;
    }
    return sound_type()->create(in, out, error);
}

static void change(wbm_plugin* plugin, wbm_type* type) { (void)plugin, type->create = &create; }
BAD_PLUGIN(&change)
