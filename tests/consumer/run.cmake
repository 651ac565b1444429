# Installs BUILD into a folder, moves that, and builds outside projects against it. Nothing of ours is built again.
cmake_minimum_required(VERSION 3.25)

# run(what COMMAND...): stops with all that was said when the command fails.
function(run what)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "FOLDER;RESULT" "COMMAND")
  if(NOT arg_FOLDER)
    set(arg_FOLDER ${WORK})
  endif()
  execute_process(COMMAND ${arg_COMMAND} WORKING_DIRECTORY ${arg_FOLDER} RESULT_VARIABLE result OUTPUT_VARIABLE out
    ERROR_VARIABLE out)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${what} failed (${result}):\n${out}")
  endif()
  if(arg_RESULT)
    set(${arg_RESULT} "${out}" PARENT_SCOPE)
  endif()
  message(STATUS "${what}: done")
endfunction()

# build(name source): configures and builds a project against the installed packages, into WORK/name.
function(build name source)
  run("${name}: configure" COMMAND ${CMAKE_COMMAND} -G ${GENERATOR} -S ${source} -B ${WORK}/${name}
    -DCMAKE_PREFIX_PATH=${PREFIX} -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_COMPILER=${C_COMPILER}
    -DCMAKE_CXX_COMPILER=${CXX_COMPILER} -DCMAKE_C_COMPILER_LAUNCHER=${LAUNCHER}
    -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER} ${ARGN})
  run("${name}: build" COMMAND ${CMAKE_COMMAND} --build ${WORK}/${name} -j2)
endfunction()

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
set(PREFIX ${WORK}/prefix)
set(ENV{XDG_CACHE_HOME} ${WORK}/cache)
set(ENV{XDG_DATA_HOME} ${WORK}/data)
unset(ENV{WBM_PLUGIN_PATH})
run("install" COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/first)
file(RENAME ${WORK}/first ${PREFIX})  # an installed tree may be moved

# A plugin author: the template, with find_package(wbm-sdk).
build(template ${PREFIX}/share/wbm-sdk/template/cpp)
run("template: test" COMMAND ${CMAKE_CTEST_COMMAND} --output-on-failure --no-tests=error FOLDER ${WORK}/template)

# The same without CMake.
set(by_hand "")
if(PKG_CONFIG)
  set(by_hand ${WORK}/by_hand)
  file(MAKE_DIRECTORY ${by_hand})
  set(ENV{PKG_CONFIG_PATH} ${PREFIX}/${LIBDIR}/pkgconfig)
  run("pkg-config: flags" COMMAND ${PKG_CONFIG} --cflags --libs wbm-plugin RESULT flags)
  separate_arguments(flags UNIX_COMMAND "${flags}")
  run("pkg-config: build" COMMAND ${CXX_COMPILER} -O2 -shared ${PREFIX}/share/wbm-sdk/template/cpp/pointcloud.cpp
    -o ${by_hand}/pointcloud.so ${flags})
  run("pkg-config: tool" COMMAND ${PKG_CONFIG} --variable=tool wbm-plugin RESULT tool)
  string(STRIP "${tool}" tool)
  run("pkg-config: describe" COMMAND ${tool} describe ${by_hand}/pointcloud.so --output ${by_hand}/pointcloud.json
    --description "points in space" --license MIT)
  run("pkg-config: check" COMMAND ${tool} check ${by_hand}/pointcloud.so --fuzz-seconds 1)
  run("pkg-config: plugindir" COMMAND ${PKG_CONFIG} --variable=plugindir wbm-plugin RESULT plugindir)
  string(STRIP "${plugindir}" plugindir)
  get_filename_component(plugindir "${plugindir}" ABSOLUTE)
  if(NOT plugindir STREQUAL "${PREFIX}/${LIBDIR}/wbmedia/plugins")
    message(FATAL_ERROR "plugindir is ${plugindir}")
  endif()
endif()

# An application that has never heard of the type, with find_package(wbm).
build(app ${SOURCE}/tests/consumer/app -DEXPECTED_VERSION=${VERSION})
foreach(plugins ${WORK}/template ${by_hand})
  get_filename_component(name ${plugins} NAME)
  run("app: logs and reads with ${name}" COMMAND ${WORK}/app/app ${WORK}/artifact_${name} ${plugins})
endforeach()
if(PKG_CONFIG)
  run("app: pkg-config flags" COMMAND ${PKG_CONFIG} --cflags --libs wbm RESULT flags)
  separate_arguments(flags UNIX_COMMAND "${flags}")
  run("app: pkg-config build" COMMAND ${CXX_COMPILER} ${SOURCE}/tests/consumer/app/app.cpp -o ${WORK}/app_by_hand
    ${flags} -Wl,-rpath,${PREFIX}/${LIBDIR})
  run("app: pkg-config run" COMMAND ${WORK}/app_by_hand ${WORK}/artifact_app_by_hand ${WORK}/template)
endif()

# Installed beside libwbm, the plugin is found without being told where.
run("template: install" COMMAND ${CMAKE_COMMAND} --install ${WORK}/template --prefix ${PREFIX})
run("app: finds installed plugins" COMMAND ${WORK}/app/app ${WORK}/artifact_installed)

# The same type compiled into a program.
build(compiled_in ${SOURCE}/tests/consumer/compiled_in -DTEMPLATE=${PREFIX}/share/wbm-sdk/template/cpp)
run("compiled_in: logs and reads" COMMAND ${WORK}/compiled_in/compiled_in ${WORK}/run_compiled_in)

# Our own media types, as an outside project: compiled quickly, since they are tested as they ship elsewhere. Describing
# them loads each; the three that are checked are loaded beside all others.
build(plugins ${SOURCE}/plugins -DCMAKE_BUILD_TYPE=None -DWBM_CHECK_FUZZ_SECONDS=0
  -DWBM_PLUGIN_OUTPUT_DIRECTORY=${WORK}/plugins/all)
run("plugins: test" COMMAND ${CMAKE_CTEST_COMMAND} --output-on-failure --no-tests=error
  -R "^(html|histogram|plotly)[.]conformance$" FOLDER ${WORK}/plugins)
file(REMOVE_RECURSE ${WORK})
