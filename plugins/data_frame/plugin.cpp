#include "data_frame.hpp"

WBM_PLUGIN("org.wbmedia.data-frame", "0.1.0", wbm::data_frame::DataFrame)
