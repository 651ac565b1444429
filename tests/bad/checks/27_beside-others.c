/* It does not start where another plugin is. */
#include "base.h"

#include <link.h>

static int is_another(struct dl_phdr_info* info, size_t size, void* found) {
    (void)size;
    if (strstr(info->dlpi_name, "extended.so") != NULL) *(int*)found = 1;
    return 0;
}
static wbm_status start(const wbm_host* host, wbm_sink error) {
    int found = 0;
    dl_iterate_phdr(&is_another, &found);
    if (!found) return sound_plugin()->start(host, error);
    say(error, "flawed: another plugin was here first");
    return WBM_UNSUPPORTED;
}

static void change(wbm_plugin* plugin, wbm_type* type) {
    (void)plugin, (void)type;
    plugin->start = &start;
}
BAD_PLUGIN(&change)
