// A store that does not find something is an exception here, and nobody catches it.
#include "base.h"

#include <stdexcept>

static wbm_status to_json(const wbm_value* v, const wbm_store* target, wbm_sink json, wbm_sink error) {
    const wbm_status status = sound_type()->to_json(v, target, json, error);
    if (status == WBM_NOT_FOUND) throw std::runtime_error("the store does not find it");
    return status;
}

static void change(wbm_plugin*, wbm_type* type) { type->to_json = &to_json; }
BAD_PLUGIN(&change)
