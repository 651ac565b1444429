#include "video.hpp"

WBM_PLUGIN("org.wbmedia.video", "0.1.0", wbm::video::Video)
