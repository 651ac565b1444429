# wbm_stamp_manifest(folder name): writes the SHA-256 of <folder>/<name>.so into <folder>/<name>.json.
#
# Runs when a plugin is installed. The build writes the manifest, but installing changes the library: its RPATH is
# replaced, and a package's is stripped. Programs that pin a plugin compare with the file that they load, so the sum is
# taken of that one, when nothing changes it any more. No code of the plugin runs, so a cross build can do it too.
function(wbm_stamp_manifest folder name)
  cmake_path(ABSOLUTE_PATH folder BASE_DIRECTORY "${CMAKE_INSTALL_PREFIX}")
  set(manifest "$ENV{DESTDIR}${folder}/${name}.json")
  file(SHA256 "$ENV{DESTDIR}${folder}/${name}.so" sum)
  file(READ "${manifest}" text)
  string(REGEX REPLACE "(\"sha256\": *\")[0-9a-f]+\"" "\\1${sum}\"" text "${text}")
  string(FIND "${text}" "\"${sum}\"" found)
  if(found EQUAL -1)
    message(FATAL_ERROR "${manifest} has no \"sha256\"; write it again with wbm-plugin describe")
  endif()
  file(WRITE "${manifest}" "${text}")
endfunction()
