# What the package wbm consists of: libwbm, its headers, its CMake package and its pkg-config file. The headers that it
# shares with plugins (wbm/plugin.h, wbm/json.hpp) come with wbm-sdk, so the development part of wbm needs wbm-sdk.
include(CMakePackageConfigHelpers)
set(config_folder ${CMAKE_INSTALL_LIBDIR}/cmake/wbm)

configure_package_config_file(cmake/wbm-config.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/wbm-config.cmake
  INSTALL_DESTINATION ${config_folder} PATH_VARS CMAKE_INSTALL_LIBDIR)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/wbm-config-version.cmake
  VERSION ${PROJECT_VERSION} COMPATIBILITY SameMinorVersion)  # SameMajorVersion from 1.0 on

# ${pcfiledir} is <prefix>/<libdir>/pkgconfig.
file(RELATIVE_PATH WBM_PC_PREFIX /p/${CMAKE_INSTALL_LIBDIR}/pkgconfig /p)
configure_file(cmake/wbm.pc.in ${CMAKE_CURRENT_BINARY_DIR}/wbm.pc @ONLY)

# The C++ library's binary interface may change with every 0.x, as its CMake package says above, so the loader must not
# take 0.2 for 0.1: while the major number is 0, the minor one is part of the SONAME. From 1.0 on it is the major alone.
# (The boundary to plugins is another matter: it is frozen, and its number is WBM_ABI.)
set(soversion ${PROJECT_VERSION_MAJOR})
if(soversion EQUAL 0)
  set(soversion 0.${PROJECT_VERSION_MINOR})
endif()
set_target_properties(wbm_core PROPERTIES SOVERSION ${soversion})

install(TARGETS wbm_core EXPORT wbm-targets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT wbm NAMELINK_COMPONENT wbm-dev)
install(EXPORT wbm-targets NAMESPACE wbm:: DESTINATION ${config_folder} COMPONENT wbm-dev)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/wbm-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/wbm-config-version.cmake
  DESTINATION ${config_folder} COMPONENT wbm-dev)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/wbm.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT wbm-dev)
install(DIRECTORY include/wbm DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT wbm-dev)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs/ DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/wbmedia COMPONENT wbm-dev
  FILES_MATCHING PATTERN "*.md" PATTERN "*.svg" PATTERN "*.png" PATTERN snippets EXCLUDE)
