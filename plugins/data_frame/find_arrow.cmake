# Finds Apache Arrow's C++ library with Parquet: sets DATA_FRAME_ARROW to a target to link, or to nothing, and
# DATA_FRAME_ARROW_FROM to a text that says where it came from. Looked for in
#   1. WBM_ARROW_ROOT, a CMake or environment variable: a folder with include/arrow, and libarrow.so and libparquet.so
#      in it, in lib or in lib64, as tools/fetch-arrow makes it and as Python's pyarrow is
#   2. CMake packages Arrow and Parquet, as distributions and Arrow's own Debian repository have them
#   3. what tools/fetch-arrow has put into the user's cache
#   4. the pyarrow of a python3 on the path
set(data_frame_oldest_arrow 26)  # whose reader bounds the depth of schemas

# The shared library `name` of a folder; wheels have no link without a version.
function(data_frame_library result root name)
  file(GLOB found ${root}/lib${name}.so.[0-9]* ${root}/lib${name}.so ${root}/lib/lib${name}.so
    ${root}/lib/${CMAKE_LIBRARY_ARCHITECTURE}/lib${name}.so ${root}/lib64/lib${name}.so)
  set(first "")
  if(found)
    list(GET found 0 first)
    file(REAL_PATH ${first} first)
  endif()
  set(${result} "${first}" PARENT_SCOPE)
endfunction()

# Makes the target when `root` holds what it needs.
function(data_frame_arrow_in root)
  if(NOT EXISTS ${root}/include/arrow/util/config.h OR NOT EXISTS ${root}/include/parquet/arrow/reader.h)
    return()
  endif()
  file(STRINGS ${root}/include/arrow/util/config.h version REGEX "define ARROW_VERSION_STRING")
  string(REGEX MATCH "[0-9]+[.0-9]+" version "${version}")
  data_frame_library(arrow ${root} arrow)
  data_frame_library(parquet ${root} parquet)
  if(NOT arrow OR NOT parquet OR version VERSION_LESS data_frame_oldest_arrow)
    return()
  endif()
  add_library(data_frame_arrow INTERFACE)
  target_include_directories(data_frame_arrow SYSTEM INTERFACE ${root}/include)
  target_link_libraries(data_frame_arrow INTERFACE ${parquet} ${arrow})
  set(DATA_FRAME_ARROW data_frame_arrow PARENT_SCOPE)
  set(DATA_FRAME_ARROW_FILES ${arrow} ${parquet} PARENT_SCOPE)
  set(DATA_FRAME_ARROW_FROM "${version} in ${root}" PARENT_SCOPE)
endfunction()

set(DATA_FRAME_ARROW "")
set(DATA_FRAME_ARROW_FILES "")  # shared libraries that no package manager installs
set(WBM_ARROW_ROOT "$ENV{WBM_ARROW_ROOT}" CACHE PATH "Folder of Arrow C++ with Parquet; empty: look for it")
if(WBM_ARROW_ROOT)
  data_frame_arrow_in(${WBM_ARROW_ROOT})
  if(NOT DATA_FRAME_ARROW)
    message(WARNING "WBM_ARROW_ROOT is ${WBM_ARROW_ROOT}, which holds no Arrow C++ with Parquet of version "
      "${data_frame_oldest_arrow} or later; tools/fetch-arrow prints a folder that does")
  endif()
  return()
endif()

find_package(Arrow ${data_frame_oldest_arrow} QUIET)
find_package(Parquet ${data_frame_oldest_arrow} QUIET)
if(TARGET Arrow::arrow_shared AND TARGET Parquet::parquet_shared)
  set(DATA_FRAME_ARROW Parquet::parquet_shared Arrow::arrow_shared)
  set(DATA_FRAME_ARROW_FROM "${ARROW_VERSION} in ${Arrow_DIR}")
  return()
endif()

set(cache "$ENV{XDG_CACHE_HOME}")
if(NOT cache)
  set(cache "$ENV{HOME}/.cache")
endif()
file(GLOB roots ${cache}/wbmedia/arrow-*-${CMAKE_SYSTEM_PROCESSOR})
list(SORT roots COMPARE NATURAL ORDER DESCENDING)
foreach(root ${roots})
  if(NOT DATA_FRAME_ARROW)
    data_frame_arrow_in(${root})
  endif()
endforeach()
if(DATA_FRAME_ARROW)
  return()
endif()

execute_process(COMMAND python3 -c "import os, pyarrow; print(os.path.dirname(pyarrow.get_include()))"
  OUTPUT_VARIABLE root OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(NOT failed AND root)
  data_frame_arrow_in(${root})
endif()
