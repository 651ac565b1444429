#include "graph.hpp"

WBM_PLUGIN("org.wbmedia.graph", "0.1.0", wbm::graph::Graph)
