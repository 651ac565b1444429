#include "bokeh.hpp"

WBM_PLUGIN("org.wbmedia.bokeh", "0.1.0", wbm::bokeh::Bokeh)
