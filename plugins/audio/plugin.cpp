#include "audio.hpp"

WBM_PLUGIN("org.wbmedia.audio", "0.1.0", wbm::audio::Audio)
