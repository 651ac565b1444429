#include "image.hpp"

WBM_PLUGIN("org.wbmedia.image", "0.1.0", wbm::image::Image)
