#include "histogram.hpp"

WBM_PLUGIN("org.wbmedia.histogram", "0.1.0", wbm::histogram::Histogram)
