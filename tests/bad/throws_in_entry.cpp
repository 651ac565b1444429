// An entry that lets an exception out.
#include <wbm/plugin.h>

#include <stdexcept>

const wbm_plugin* WBM_ENTRY() { throw std::runtime_error("not today"); }
