#include "image.hpp"

#include "annotations/classes.hpp"
#include "annotations/metadata.hpp"

WBM_PLUGIN("org.wbmedia.image", "0.1.0", wbm::image::Image, wbm::image::Classes, wbm::image::BoundingBoxes,
           wbm::image::ImageMask, wbm::image::Metadata)
