# What the package wbm-sdk consists of. Every path in it is relative, so the whole may be moved.
include(CMakePackageConfigHelpers)
set(config_folder ${CMAKE_INSTALL_LIBDIR}/cmake/wbm-sdk)

# Both numbers come from headers: a change there configures anew.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
  ${CMAKE_CURRENT_SOURCE_DIR}/include/wbm/version.hpp ${CMAKE_CURRENT_SOURCE_DIR}/include/wbm/plugin.h)
file(STRINGS include/wbm/plugin.h abi_line REGEX "^#define WBM_ABI [0-9]+u")
string(REGEX MATCH "[0-9]+" WBM_ABI "${abi_line}")
configure_package_config_file(cmake/wbm-sdk-config.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/wbm-sdk-config.cmake
  INSTALL_DESTINATION ${config_folder} PATH_VARS CMAKE_INSTALL_LIBDIR)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/wbm-sdk-config-version.cmake
  VERSION ${PROJECT_VERSION} COMPATIBILITY SameMinorVersion)  # SameMajorVersion from 1.0 on

# ${pcfiledir} is <prefix>/<libdir>/pkgconfig.
file(RELATIVE_PATH WBM_PC_PREFIX /p/${CMAKE_INSTALL_LIBDIR}/pkgconfig /p)
configure_file(cmake/wbm-plugin.pc.in ${CMAKE_CURRENT_BINARY_DIR}/wbm-plugin.pc @ONLY)

install(TARGETS wbm_sdk wbm_plugin_abi wbm_testing wbm-plugin EXPORT wbm-sdk-targets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT wbm-sdk
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT wbm-sdk)
install(EXPORT wbm-sdk-targets NAMESPACE wbm:: DESTINATION ${config_folder} COMPONENT wbm-sdk)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/wbm-sdk-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/wbm-sdk-config-version.cmake
  cmake/wbm-add-plugin.cmake cmake/plugin.map DESTINATION ${config_folder} COMPONENT wbm-sdk)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/wbm-plugin.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT wbm-sdk)
install(DIRECTORY include/wbm DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT wbm-sdk)
install(DIRECTORY template DESTINATION ${CMAKE_INSTALL_DATADIR}/wbm-sdk COMPONENT wbm-sdk)
