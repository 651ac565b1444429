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
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT wbm-tools)
# `cmake --install --strip` leaves archives alone; debug information is nine tenths of this one.
install(CODE "set(archive_folder [[${CMAKE_INSTALL_LIBDIR}]])
if(CMAKE_INSTALL_DO_STRIP)
  cmake_path(ABSOLUTE_PATH archive_folder BASE_DIRECTORY \"\${CMAKE_INSTALL_PREFIX}\")
  execute_process(COMMAND ${CMAKE_STRIP} --strip-debug --enable-deterministic-archives
    \"\$ENV{DESTDIR}\${archive_folder}/$<TARGET_FILE_NAME:wbm_sdk>\" COMMAND_ERROR_IS_FATAL ANY)
endif()" COMPONENT wbm-sdk)
install(EXPORT wbm-sdk-targets NAMESPACE wbm:: DESTINATION ${config_folder} COMPONENT wbm-sdk)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/wbm-sdk-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/wbm-sdk-config-version.cmake
  cmake/wbm-add-plugin.cmake cmake/wbm-stamp-manifest.cmake cmake/wbm-prelink.cmake cmake/wbm-static-plugin.cmake
  cmake/static_plugins.hpp.in cmake/static_plugins.cpp.in cmake/plugin.map DESTINATION ${config_folder} COMPONENT wbm-sdk)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/wbm-plugin.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT wbm-sdk)
install(DIRECTORY include/wbm DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT wbm-sdk)
foreach(folder template examples)  # what somebody has built in them stays here
  install(DIRECTORY ${folder} DESTINATION ${CMAKE_INSTALL_DATADIR}/wbm-sdk COMPONENT wbm-sdk OPTIONAL
    PATTERN build EXCLUDE PATTERN target EXCLUDE PATTERN __pycache__ EXCLUDE)
endforeach()
