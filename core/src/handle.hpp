// handle.hpp - wbm_handle: a value as plugins hold it (wbm/ext/values.h).
#pragma once

#include <wbm/plugin.h>
#include <wbm/value.hpp>

/// Each handle is its own reference: retain() makes another.
struct wbm_handle {
    wbm::ValuePtr value;
};
