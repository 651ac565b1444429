# cmake -DLINKER= -DNM= -DOBJCOPY= -DOBJECT=out.o -DENTRY=name -DINPUTS="a.o;b.o;lib.a" -P wbm-prelink.cmake
# Links a plugin's objects into one, in which its entry, renamed to ENTRY, is the only global symbol.
cmake_minimum_required(VERSION 3.25)
function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# Without their groups, a linker cannot take one plugin's inline functions for another's of the same name.
run(${LINKER} -r --force-group-allocation --gc-sections -e wbm_plugin_v1 -u wbm_plugin_v1 -o ${OBJECT} ${INPUTS})

# objcopy makes global symbols local, and weak ones, but not GNU's unique ones, which inline variables are. So these are
# made weak first: these alone, since a weak reference to what the plugin needs would no longer fetch it from an archive.
execute_process(COMMAND ${NM} --defined-only --format=posix ${OBJECT} OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "[^\n ]+ u " unique "${symbols}")
list(TRANSFORM unique REPLACE " u $" "")
list(JOIN unique "\n" unique)
file(WRITE ${OBJECT}.unique "${unique}\n")
run(${OBJCOPY} --weaken-symbols=${OBJECT}.unique --redefine-sym wbm_plugin_v1=${ENTRY} ${OBJECT})
run(${OBJCOPY} --keep-global-symbol=${ENTRY} ${OBJECT})
file(REMOVE ${OBJECT}.unique)
