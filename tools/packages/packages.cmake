# Debian packages. -DWBM_PACKAGES=ON with the prefix /usr makes `cpack` write them; tools/packages/build does it all.
#
# Which component goes into which package is below, what a package is and needs is in describe.cmake. A plugin package
# does not depend on libwbm: the plugin links no function of it. It recommends whatever hosts plugins of its WBM_ABI.
option(WBM_PACKAGES "Make Debian packages with cpack; the prefix must be /usr" OFF)
if(NOT WBM_PACKAGES OR NOT PROJECT_IS_TOP_LEVEL)
  return()
endif()
if(NOT CMAKE_INSTALL_PREFIX STREQUAL "/usr")
  message(FATAL_ERROR "WBM_PACKAGES needs -DCMAKE_INSTALL_PREFIX=/usr, where Debian's packages go; "
    "it is ${CMAKE_INSTALL_PREFIX}")
endif()

set(packages_folder ${PROJECT_BINARY_DIR}/packages)
get_target_property(packages_soversion wbm_core SOVERSION)
set(packages_library libwbm${packages_soversion})
set(packages_heavy video molecule object3d data_frame)  # each pulls a large library that the others do without

set_target_properties(wbm_tool PROPERTIES INSTALL_RPATH "")  # the loader knows Debian's library folder

# The package of each plugin.
set(packages_names ${packages_library} libwbm-dev wbm-tools)
foreach(plugin ${WBM_PLUGINS})
  set(package wbm-plugins-base)
  if(plugin IN_LIST packages_heavy)
    string(REPLACE "_" "-" package wbm-plugin-${plugin})
  endif()
  list(APPEND packages_names ${package})
  list(APPEND packages_parts_${package} wbm-plugin-${plugin})
endforeach()
list(REMOVE_DUPLICATES packages_names)
foreach(plugin ${packages_heavy})
  if(NOT plugin IN_LIST WBM_PLUGINS)
    message(STATUS "Package wbm-plugin-${plugin} is left out: this build has no plugin ${plugin}")
  endif()
endforeach()
set(packages_parts_${packages_library} wbm)
set(packages_parts_libwbm-dev wbm-dev wbm-sdk)
set(packages_parts_wbm-tools wbm-tools)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME wbmedia)
set(CPACK_PACKAGE_VENDOR "wbmedia")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # else CPack puts it before each package's own
set(CPACK_PACKAGE_CONTACT "wbmedia developers <wbmedia@example.org>")
set(CPACK_PACKAGE_DIRECTORY ${packages_folder})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz CACHE STRING "How packages are compressed; gzip is quick")
set(CPACK_THREADS 0)  # as many as there are cores
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${CMAKE_LIBRARY_OUTPUT_DIRECTORY})
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES ON)  # a plugin's manifest is stamped after that: sdk/cmake/wbm-stamp-manifest.cmake

include(${CMAKE_CURRENT_LIST_DIR}/describe.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/papers.cmake)
foreach(package ${packages_names})
  packages_describe(${package})
  packages_papers(${package})
endforeach()
include(CPack)
foreach(package ${packages_names})
  cpack_add_component_group(${package})
  foreach(part papers-${package} ${packages_parts_${package}})
    cpack_add_component(${part} GROUP ${package})
  endforeach()
endforeach()
