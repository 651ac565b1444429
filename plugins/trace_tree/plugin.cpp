#include "trace_tree.hpp"

WBM_PLUGIN("org.wbmedia.trace_tree", "0.1.0", wbm::trace_tree::TraceTree)
