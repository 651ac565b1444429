# wbm_add_decoy(library): gives decoy.cpp its WBM_DECOY, a shared library with every symbol that this one has of
# Boost.JSON; each function traps.
set(wbm_decoy_script ${CMAKE_CURRENT_LIST_DIR}/decoy.awk)
function(wbm_add_decoy library)
  set(decoy ${CMAKE_CURRENT_BINARY_DIR}/decoy)
  add_custom_command(OUTPUT ${decoy}.so
    COMMAND ${CMAKE_NM} --defined-only --format=posix $<TARGET_OBJECTS:${library}> > ${decoy}.txt
    COMMAND awk -f ${wbm_decoy_script} ${decoy}.txt > ${decoy}.S
    COMMAND ${CMAKE_CXX_COMPILER} -shared -nostdlib -Wl,-z,noexecstack -o ${decoy}.so ${decoy}.S
    DEPENDS ${library} $<TARGET_OBJECTS:${library}> ${wbm_decoy_script} COMMENT "Making the decoy of Boost.JSON" 
    COMMAND_EXPAND_LISTS VERBATIM)
  set_source_files_properties(tools/check/library/decoy.cpp PROPERTIES OBJECT_DEPENDS ${decoy}.so
    COMPILE_DEFINITIONS "WBM_DECOY=\"${decoy}.so\"")
endfunction()
