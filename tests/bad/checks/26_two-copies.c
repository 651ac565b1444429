/* The copy that started last has all of them write another text. */
#include "base.h"

static const char owner_variable[] = "WBM_FLAWED_OWNER";

static const char* own_address(char* text, size_t size) {
    snprintf(text, size, "%p", (const void*)sound_plugin());
    return text;
}
static wbm_status start(const wbm_host* host, wbm_sink error) {
    char text[32];
    setenv(owner_variable, own_address(text, sizeof text), 1);
    return sound_plugin()->start(host, error);
}
static void stop(void) {
    unsetenv(owner_variable);
    sound_plugin()->stop();
}
static wbm_status to_json(const wbm_value* v, const wbm_store* target, wbm_sink json, wbm_sink error) {
    char text[32];
    const char* owner = getenv(owner_variable);
    if (owner != NULL && strcmp(owner, own_address(text, sizeof text)) != 0) say(json, " ");
    return sound_type()->to_json(v, target, json, error);
}

static void change(wbm_plugin* plugin, wbm_type* type) {
    (void)plugin, (void)type;
    plugin->start = &start;
    plugin->stop = &stop;
    type->to_json = &to_json;
}
BAD_PLUGIN(&change)
