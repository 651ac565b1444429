# Installs BUILD into a folder (or takes the tree PREFIX), copies each example out of SOURCE as a stranger would, builds
# and tests it there, then logs a sample with the installed wbm and reads it back.
#   cmake -DPREFIX=/usr/local -DSOURCE=. -DWORK=/somewhere/empty -P tests/examples/run.cmake
cmake_minimum_required(VERSION 3.25)

# run(what COMMAND... [FOLDER folder] [RESULT variable]): stops with all that was said when the command fails.
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
  string(TIMESTAMP now "%H:%M:%S")
  message(STATUS "${now} ${what}: done")
endfunction()

# expect(what text pieces...): each piece must be in the text.
function(expect what text)
  foreach(piece IN LISTS ARGN)
    string(FIND "${text}" "${piece}" at)
    if(at EQUAL -1)
      message(FATAL_ERROR "${what} does not say ${piece}:\n${text}")
    endif()
  endforeach()
endfunction()

# build(name): a copy of the example, outside of SOURCE.
function(build name)
  file(COPY ${SOURCE}/sdk/examples/${name} DESTINATION ${WORK}/src)
  set(generator "")
  if(GENERATOR)
    set(generator -G ${GENERATOR} -DCMAKE_C_COMPILER=${C_COMPILER} -DCMAKE_CXX_COMPILER=${CXX_COMPILER}
      -DCMAKE_C_COMPILER_LAUNCHER=${LAUNCHER} -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER})
  endif()
  run("${name}: configure" COMMAND ${CMAKE_COMMAND} ${generator} -S ${WORK}/src/${name} -B ${WORK}/${name}
    -DCMAKE_PREFIX_PATH=${PREFIX} -DCMAKE_BUILD_TYPE=Release)
  run("${name}: build" COMMAND ${CMAKE_COMMAND} --build ${WORK}/${name} -j2)
  run("${name}: unit test" COMMAND ${CMAKE_CTEST_COMMAND} --output-on-failure --no-tests=error -R ${name}_test
    FOLDER ${WORK}/${name})
  run("${name}: conformance" COMMAND ${PREFIX}/${BINDIR}/wbm-plugin check ${WORK}/${name}/${name}.so
    ${WORK}/src/${name}/samples --fuzz-seconds 2)
endfunction()

# expect_shape(file text): the shape that stands in the header of a .npy file.
function(expect_shape file shape)
  file(STRINGS ${file} header LIMIT_COUNT 1 REGEX "shape")
  expect("the header of ${file}" "${header}" "'shape': ${shape}")
endfunction()

if(NOT BINDIR)
  set(BINDIR bin)
endif()
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
if(NOT PREFIX)
  set(PREFIX ${WORK}/prefix)
  run("install" COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${PREFIX})
endif()
set(ENV{XDG_CACHE_HOME} ${WORK}/cache)
set(ENV{XDG_DATA_HOME} ${WORK}/data)

foreach(name geojson nifti pcd)
  build(${name})
endforeach()

set(ENV{WBM_PLUGIN_PATH} ${WORK}/geojson:${WORK}/nifti:${WORK}/pcd)
set(wbm ${PREFIX}/${BINDIR}/wbm)
set(samples ${WORK}/src)
run("wbm types" COMMAND ${wbm} types RESULT text)
expect("wbm types" "${text}" geojson-file nifti-file pcd-file)

# Each is found by its file's name, says what it holds, and gives an array.
run("map: add" COMMAND ${wbm} add art map ${samples}/geojson/samples/archipelago.geojson --options "{\"caption\": \"islands\"}")
run("map: fields" COMMAND ${wbm} get art map --fields RESULT text)
expect("the map" "${text}" FeatureCollection "[7.9471,53.4957,12.7205,55.607]" population islands)
run("map: tensor" COMMAND ${wbm} get art map --tensor map.npy)
expect_shape(${WORK}/map.npy "(207, 2)")

run("head: add" COMMAND ${wbm} add art head ${samples}/nifti/samples/head.nii.gz)
run("head: fields" COMMAND ${wbm} get art head --fields RESULT text)
expect("the head" "${text}" nifti-1 "[32,40,36]" "[176.0,200.0,180.0]" LAS int16)
run("head: tensor" COMMAND ${wbm} get art head --tensor head.npy)
expect_shape(${WORK}/head.npy "(32, 40, 36)")
run("head: slice" COMMAND ${wbm} get art head --tensor slice.npy
  --tensor-options "{\"slice\": {\"axis\": 2, \"index\": 20}}")
expect_shape(${WORK}/slice.npy "(32, 40)")

run("yard: add" COMMAND ${wbm} add art yard ${samples}/pcd/samples/yard.pcd)
run("yard: fields" COMMAND ${wbm} get art yard --fields RESULT text)
expect("the yard" "${text}" 1680 binary_compressed "\"x\",\"y\",\"z\",\"intensity\",\"ring\",\"time\"" nan_points)
set(columns "\"fields\": [\"x\", \"y\", \"z\", \"intensity\"]")
run("yard: tensor" COMMAND ${wbm} get art yard --tensor yard.npy --tensor-options "{${columns}}")
expect_shape(${WORK}/yard.npy "(1680, 4)")

# Arrays become files of the type, and come back to the last bit.
run("head: array" COMMAND ${wbm} add art head_again head.npy --type nifti-file
  --options "{\"spacing\": [5.5, 5, 5], \"orientation\": \"LAS\"}")
run("head: array back" COMMAND ${wbm} get art head_again --tensor head_again.npy)
run("yard: array" COMMAND ${wbm} add art yard_again yard.npy --type pcd-file --options "{${columns}, \"compress\": true}")
run("yard: array back" COMMAND ${wbm} get art yard_again --tensor yard_again.npy --tensor-options "{${columns}}")
foreach(name head yard)
  run("${name}: compare" COMMAND ${CMAKE_COMMAND} -E compare_files ${name}.npy ${name}_again.npy)
endforeach()

# The programs of the examples.
run("geojson_log" COMMAND ${WORK}/geojson/geojson_log ${samples}/geojson/samples/archipelago.geojson RESULT text)
expect("geojson_log" "${text}" "5 features" "207 positions, the first at 10.2202, 54.5")
run("nifti_log" COMMAND ${WORK}/nifti/nifti_log ${samples}/nifti/samples/head.nii.gz RESULT text)
expect("nifti_log" "${text}" "[176.0,200.0,180.0] mm, LAS" "slice 20: 32 x 40, the brightest voxel is 1000")
run("pcd_log" COMMAND ${WORK}/pcd/pcd_log ${samples}/pcd/samples/yard.pcd RESULT text)
expect("pcd_log" "${text}" "12 of 1680 beams hit nothing")
run("wbm verify" COMMAND ${wbm} verify art)
file(REMOVE_RECURSE ${WORK})
