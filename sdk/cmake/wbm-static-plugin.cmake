# A plugin's objects once more, as a static library that any number of others can be linked beside.
#
# Hidden visibility means nothing inside one program: two plugins with a class of the same name, or with the SDK's
# functions compiled by different flags, would be mixed. So the objects and what they need of the SDK are linked into one
# relocatable object, whose only global symbol is the entry, called <name>_plugin. Nothing is compiled again: it is the
# plugin's own code.
include_guard(GLOBAL)

# _wbm_add_prelinked(name [library...]): the static library <name>_static of the plugin <name>, not part of "all".
function(_wbm_add_prelinked name)
  if(NOT CMAKE_OBJCOPY OR NOT CMAKE_LINKER OR NOT CMAKE_SYSTEM_NAME STREQUAL "Linux")
    return()
  endif()
  set(object "${CMAKE_CURRENT_BINARY_DIR}/${name}_static.o")
  set(entry "${name}_plugin")
  set(script "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/wbm-prelink.cmake")
  add_custom_command(OUTPUT ${object}
    COMMAND ${CMAKE_COMMAND} -DLINKER=${CMAKE_LINKER} -DNM=${CMAKE_NM} -DOBJCOPY=${CMAKE_OBJCOPY} -DOBJECT=${object}
            -DENTRY=${entry} "-DINPUTS=$<TARGET_OBJECTS:${name}>;$<TARGET_FILE:wbm::sdk>" -P ${script}
    DEPENDS ${name} ${script}  # the plugin, not its objects: make has no rule for objects of another target
    VERBATIM COMMENT "Linking plugin ${name} into one object")
  set_source_files_properties(${object} PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
  add_library(${name}_static STATIC EXCLUDE_FROM_ALL ${object})
  set_target_properties(${name}_static PROPERTIES LINKER_LANGUAGE CXX WBM_ENTRY ${entry})
  target_link_libraries(${name}_static PRIVATE ${ARGN})
endfunction()

# wbm_add_static_plugins(target plugin...): a static library of plugins that wbm_add_plugin() built in the same project,
# for programs that look for no plugin files. Its header wbm/static_plugins.hpp declares
# `void wbm::add_static_plugins(Registry&)`.
function(wbm_add_static_plugins target)
  set(WBM_STATIC_DECLARATIONS "")
  set(WBM_STATIC_CALLS "")
  set(libraries "")
  foreach(plugin ${ARGN})
    if(NOT TARGET ${plugin}_static)
      message(FATAL_ERROR "${target}: there is no plugin ${plugin} to compile in. Name plugins that this build makes; "
        "they need GNU ld and objcopy")
    endif()
    get_target_property(entry ${plugin}_static WBM_ENTRY)
    string(APPEND WBM_STATIC_DECLARATIONS "extern \"C\" const wbm_plugin* ${entry}(void);\n")
    string(APPEND WBM_STATIC_CALLS "    registry.add(${entry}());\n")
    list(APPEND libraries ${plugin}_static)
  endforeach()
  string(REPLACE ";" ", " WBM_STATIC_NAMES "${ARGN}")
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/${target}")
  foreach(file static_plugins.hpp static_plugins.cpp)
    configure_file(${CMAKE_CURRENT_FUNCTION_LIST_DIR}/${file}.in ${folder}/wbm/${file} @ONLY)
  endforeach()
  add_library(${target} STATIC EXCLUDE_FROM_ALL ${folder}/wbm/static_plugins.cpp)
  target_include_directories(${target} PUBLIC ${folder})
  target_link_libraries(${target} PUBLIC wbm::core PRIVATE ${libraries})
endfunction()
