#include "html.hpp"

WBM_PLUGIN("org.wbmedia.html", "0.1.0", wbm::html::Html)
