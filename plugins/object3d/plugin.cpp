#include "object3d.hpp"

WBM_PLUGIN("org.wbmedia.object3d", "0.1.0", wbm::object3d::Object3D)
