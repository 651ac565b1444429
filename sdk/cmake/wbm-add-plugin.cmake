# wbm_add_plugin(name SOURCES file... [LIBRARIES target...] [SAMPLES folder] [DESCRIPTION text] [LICENSE spdx-id]
#                [LANGUAGE C])
#
# Builds a media type plugin: <name>.so with one exported symbol, its manifest <name>.json beside it, the test
# <name>.conformance, and install rules for both files. LIBRARIES are linked privately; link codecs statically or as the
# distribution's shared libraries, both are fine. SAMPLES is a folder of files that the conformance test creates
# values from; WBM_CHECK_FUZZ_SECONDS is how long it tries changed input, 2 without it. The files go to
# WBM_PLUGIN_OUTPUT_DIRECTORY if that is set, else to the current binary directory.
# LANGUAGE C is for a plugin whose sources are all C11: it gets wbm/plugin.h and links nothing of C++.
#
# wbm_add_static_plugin(name ENTRY function SOURCES file... [LIBRARIES target...])
#
# The same sources as a static library for a program that compiles the plugin in. It declares
# `extern "C" const wbm_plugin* <function>(void);` and calls registry.add(<function>()). For more than one plugin in a
# program take wbm_add_static_plugins() of wbm-static-plugin.cmake, which keeps their names apart.
include_guard(GLOBAL)
include(GNUInstallDirs)
include(${CMAKE_CURRENT_LIST_DIR}/wbm-static-plugin.cmake)

# A sanitizer's run-time library is in the program, so a plugin has undefined symbols then.
function(_wbm_is_sanitized result)
  get_directory_property(options COMPILE_OPTIONS)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" config)
  set(flags "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${config}} ${CMAKE_MODULE_LINKER_FLAGS} ${options}")
  if(flags MATCHES "-fsanitize=")
    set(${result} TRUE PARENT_SCOPE)
  else()
    set(${result} FALSE PARENT_SCOPE)
  endif()
endfunction()

function(_wbm_set_plugin_properties name language)
  if(language STREQUAL "C")
    set_target_properties(${name} PROPERTIES C_STANDARD 11 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF)
    target_link_libraries(${name} PRIVATE wbm::plugin_abi)
  else()
    target_compile_features(${name} PRIVATE cxx_std_20)
    set_target_properties(${name} PROPERTIES CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF)
    target_link_libraries(${name} PRIVATE wbm::sdk)
  endif()
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE ON
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_compile_options(${name} PRIVATE -ffunction-sections -fdata-sections)
endfunction()

function(wbm_add_plugin name)
  cmake_parse_arguments(arg "" "SAMPLES;DESCRIPTION;LICENSE;LANGUAGE" "SOURCES;LIBRARIES" ${ARGN})
  if(NOT arg_SOURCES OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "wbm_add_plugin(${name}): give SOURCES; not known here: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(arg_LANGUAGE AND NOT arg_LANGUAGE MATCHES "^(C|CXX)$")
    message(FATAL_ERROR "wbm_add_plugin(${name}): LANGUAGE is ${arg_LANGUAGE}; give C or CXX")
  endif()
  set(map "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin.map")  # a variable of this file would not reach other folders
  set(folder "${CMAKE_CURRENT_BINARY_DIR}")
  if(WBM_PLUGIN_OUTPUT_DIRECTORY)
    set(folder "${WBM_PLUGIN_OUTPUT_DIRECTORY}")
  endif()

  add_library(${name} MODULE ${arg_SOURCES})
  _wbm_set_plugin_properties(${name} "${arg_LANGUAGE}")
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES})
  set_target_properties(${name} PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY "$<1:${folder}>"
    LINK_DEPENDS "${map}")
  target_link_options(${name} PRIVATE "-Wl,--version-script=${map}" -Wl,-z,now -Wl,-z,relro -Wl,--gc-sections)
  _wbm_is_sanitized(sanitized)
  if(NOT sanitized)
    target_link_options(${name} PRIVATE -Wl,-z,defs)
  endif()

  set(facts "")
  if(arg_DESCRIPTION)
    list(APPEND facts --description "${arg_DESCRIPTION}")
  endif()
  if(arg_LICENSE)
    list(APPEND facts --license "${arg_LICENSE}")
  endif()
  if(TARGET wbm-plugin)
    add_dependencies(${name} wbm-plugin)
  endif()
  set(manifest "${folder}/${name}.json")
  add_custom_command(TARGET ${name} POST_BUILD
    COMMAND $<TARGET_FILE:wbm::plugin_tool> describe $<TARGET_FILE:${name}> --output ${manifest} ${facts}
    BYPRODUCTS ${manifest} COMMENT "Describing plugin ${name}" VERBATIM)

  set(samples "")
  if(arg_SAMPLES)
    get_filename_component(samples "${arg_SAMPLES}" ABSOLUTE)
    set(samples --samples ${samples})
  endif()
  set(fuzz_seconds 2)
  if(DEFINED WBM_CHECK_FUZZ_SECONDS)
    set(fuzz_seconds ${WBM_CHECK_FUZZ_SECONDS})
  endif()
  set(beside "")  # the media types that it will meet
  if(WBM_PLUGIN_OUTPUT_DIRECTORY)
    set(beside --beside ${WBM_PLUGIN_OUTPUT_DIRECTORY})
  elseif(WBM_PLUGIN_DIR AND IS_DIRECTORY "${WBM_PLUGIN_DIR}")
    set(beside --beside ${WBM_PLUGIN_DIR})
  endif()
  add_test(NAME ${name}.conformance
    COMMAND wbm::plugin_tool check $<TARGET_FILE:${name}> --fuzz-seconds ${fuzz_seconds} ${beside} ${samples})
  set_tests_properties(${name}.conformance PROPERTIES TIMEOUT 600)

  set(destination "${CMAKE_INSTALL_LIBDIR}/wbmedia/plugins")
  install(TARGETS ${name} LIBRARY DESTINATION ${destination} COMPONENT wbm-plugin-${name})
  install(FILES ${manifest} DESTINATION ${destination} COMPONENT wbm-plugin-${name})
  install(CODE "include([[${CMAKE_CURRENT_FUNCTION_LIST_DIR}/wbm-stamp-manifest.cmake]])
wbm_stamp_manifest([[${destination}]] [[${name}]])" COMPONENT wbm-plugin-${name})

  if(NOT sanitized AND NOT arg_LANGUAGE STREQUAL "C")  # it needs the archiver of C++
    _wbm_add_prelinked(${name} ${arg_LIBRARIES})
  endif()
endfunction()

function(wbm_add_static_plugin name)
  cmake_parse_arguments(arg "" "ENTRY" "SOURCES;LIBRARIES" ${ARGN})
  if(NOT arg_SOURCES OR NOT arg_ENTRY OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR
      "wbm_add_static_plugin(${name}): give ENTRY and SOURCES; not known here: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  add_library(${name} STATIC ${arg_SOURCES})
  _wbm_set_plugin_properties(${name} CXX)
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES})
  target_compile_definitions(${name} PRIVATE WBM_ENTRY=${arg_ENTRY})
endfunction()
