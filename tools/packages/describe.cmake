# packages_describe(package): what the control file of a package says, as CPack's variables.
file(STRINGS ${PROJECT_SOURCE_DIR}/sdk/include/wbm/plugin.h packages_abi REGEX "^#define WBM_ABI [0-9]+u")
string(REGEX MATCH "[0-9]+" packages_abi "${packages_abi}")
set(packages_host wbm-host-abi${packages_abi})  # a virtual package: what loads plugins of this WBM_ABI
set(packages_version ${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})

set(packages_text_${packages_library} "W&B media types for C++: the library"
  "Writes and reads the files of rich media in Weights & Biases' format:
artifacts, runs, and values of any type that a plugin brings.")
set(packages_text_libwbm-dev "W&B media types for C++: headers and the SDK for plugins"
  "What programs that use libwbm are built with, and what a plugin for a media
type of your own is built with: headers, libwbm_sdk.a, CMake and pkg-config
files, a template, examples and the manual.")
set(packages_text_wbm-tools "W&B media types for C++: the commands wbm and wbm-plugin"
  "wbm logs files and arrays into artifacts and runs, reads them back and
verifies them. wbm-plugin starts, describes and checks plugins.")
set(packages_text_wbm-plugins-base "W&B media types for C++: most types"
  "Images, sound, tables, figures, graphs, histograms, pages and traces: the
types whose libraries are small.")
set(packages_text_wbm-plugin-video "W&B media types for C++: films"
  "GIF, MP4, WebM and Ogg files, and arrays of frames. Links FFmpeg with its
GPL parts, so this package is under the GPL.")
set(packages_text_wbm-plugin-molecule "W&B media types for C++: molecules"
  "Files of molecules, SMILES and mol blocks. Links RDKit.")
set(packages_text_wbm-plugin-object3d "W&B media types for C++: 3-D objects"
  "Point clouds, scenes with boxes, and meshes. Links assimp.")
set(packages_text_wbm-plugin-data-frame "W&B media types for C++: data frames"
  "Parquet files, read and written as Arrow streams. Holds Apache Arrow C++
where the distribution has none.")

function(packages_describe package)
  string(TOUPPER ${package} key)
  macro(say field)
    set(CPACK_DEBIAN_${key}_${field} "${ARGN}" PARENT_SCOPE)
  endmacro()
  list(GET packages_text_${package} 0 summary)
  list(GET packages_text_${package} 1 text)
  set(CPACK_COMPONENT_${key}_DESCRIPTION "${text}" PARENT_SCOPE)
  say(DESCRIPTION "${summary}\n${text}")
  say(PACKAGE_NAME ${package})
  say(PACKAGE_PRIORITY optional)

  if(package STREQUAL packages_library)
    say(PACKAGE_SECTION libs)
    say(PACKAGE_PROVIDES ${packages_host})
    say(PACKAGE_RECOMMENDS "wbm-plugins-base")
    # Programs that link this library need this package. (CPack itself adds the calls of ldconfig.)
    file(WRITE ${packages_folder}/control/shlibs
      "libwbm ${packages_soversion} ${packages_library} (>= ${CPACK_PACKAGE_VERSION})\n")
    say(PACKAGE_CONTROL_EXTRA ${packages_folder}/control/shlibs)
  elseif(package STREQUAL "libwbm-dev")
    say(PACKAGE_SECTION libdevel)
    say(PACKAGE_DEPENDS "${packages_library} (= ${packages_version}), wbm-tools (= ${packages_version}), libboost1.81-dev, libboost-json1.81-dev, libdlpack-dev")
    say(PACKAGE_RECOMMENDS "cmake, g++, pkg-config")
    say(PACKAGE_SUGGESTS "libgtest-dev")
  elseif(package STREQUAL "wbm-tools")
    say(PACKAGE_SECTION utils)
    say(PACKAGE_DEPENDS "${packages_library} (= ${packages_version})")
    say(PACKAGE_RECOMMENDS "wbm-plugins-base")
  else()
    say(PACKAGE_SECTION libs)
    say(PACKAGE_RECOMMENDS ${packages_host})
    say(PACKAGE_ENHANCES "${packages_library}, wbm-tools")
  endif()
endfunction()
