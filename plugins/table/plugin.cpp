#include "table.hpp"

WBM_PLUGIN("org.wbmedia.table", "0.1.0", wbm::table::Table)
