// wbm/version.hpp - the version of this library. CMake reads it from here.
#pragma once

#define WBM_VERSION_MAJOR 0
#define WBM_VERSION_MINOR 1
#define WBM_VERSION_PATCH 0
#define WBM_VERSION "0.1.0"
