#include "plotly.hpp"

WBM_PLUGIN("org.wbmedia.plotly", "0.1.0", wbm::plotly::Plotly)
