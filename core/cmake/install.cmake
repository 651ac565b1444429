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

install(TARGETS wbm_core EXPORT wbm-targets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT wbm NAMELINK_COMPONENT wbm-dev)
install(EXPORT wbm-targets NAMESPACE wbm:: DESTINATION ${config_folder} COMPONENT wbm-dev)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/wbm-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/wbm-config-version.cmake
  DESTINATION ${config_folder} COMPONENT wbm-dev)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/wbm.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT wbm-dev)
install(DIRECTORY include/wbm DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT wbm-dev)
