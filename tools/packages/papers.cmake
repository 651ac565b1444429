# packages_papers(package): its copyright file and change log, in share/doc/<package>. They are in a component of their
# own, which an ordinary `cmake --install` leaves out.
find_program(packages_gzip gzip REQUIRED)
mark_as_advanced(packages_gzip)

# Libraries whose code is inside a package's files, not only linked, by the Debian packages that hold their licences.
set(packages_inside_wbm-tools libcli11-dev)
set(packages_inside_wbm-plugin-molecule gemmi-dev tao-pegtl-dev)

file(READ ${PROJECT_SOURCE_DIR}/LICENSE packages_licence)
string(REGEX MATCH "Copyright [^\n]*" packages_holder "${packages_licence}")
string(REGEX REPLACE "^.*Copyright [^\n]*\n+" "" packages_licence "${packages_licence}")
string(REGEX REPLACE "^Copyright (\\(c\\) )?" "" packages_holder "${packages_holder}")
# As the format of copyright files wants it: each line one column in, an empty one as a full stop.
string(STRIP "${packages_licence}" packages_licence)
string(REPLACE "\n" "\n " packages_licence " ${packages_licence}")
string(REPLACE "\n \n" "\n .\n" packages_licence "${packages_licence}")

set(packages_copyright_head "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: wbmedia
Upstream-Contact: ${CPACK_PACKAGE_CONTACT}
")
set(packages_comment_wbm-plugin-video "Comment: The plugin's sources are under the Expat licence. The library in this package is linked
 with the FFmpeg of the distribution, which is built with its GPL parts (libx264 among them), so this
 package as a whole is under the GPL, version 2 or later.
")
set(packages_comment_wbm-plugin-data-frame "Comment: Where /usr/lib/*/wbmedia/plugins/arrow exists, it holds Apache Arrow C++ under the Apache
 License 2.0, and its LICENSE.txt and NOTICE.txt.
")

# A log that dpkg's tools read: the project's own has the details.
function(packages_change_log folder)
  file(WRITE ${folder}/changelog "wbmedia (${packages_version}) unstable; urgency=medium

  * Release ${CPACK_PACKAGE_VERSION}; changelog.gz says what is new.

 -- ${CPACK_PACKAGE_CONTACT}  Thu, 01 Jan 2026 00:00:00 +0000
")
  foreach(pair "${folder}/changelog;changelog.Debian.gz" "${PROJECT_SOURCE_DIR}/CHANGELOG.md;changelog.gz")
    list(GET pair 0 from)
    list(GET pair 1 to)
    # -n: no time and no name, so two builds give the same bytes.
    execute_process(COMMAND ${packages_gzip} -9nc INPUT_FILE ${from} OUTPUT_FILE ${folder}/${to} COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
endfunction()

function(packages_papers package)
  set(folder ${packages_folder}/papers/${package})
  set(files "Files: *\nCopyright: ${packages_holder}\n")
  set(texts "License: Expat\n${packages_licence}\n")
  if(package STREQUAL "wbm-plugin-video")
    string(APPEND files "License: GPL-2+\n")
    string(APPEND texts "\nLicense: GPL-2+\n The text of the GNU General Public License, version 2, is in\n /usr/share/common-licenses/GPL-2.\n")
  else()
    string(APPEND files "License: Expat\n")
  endif()
  file(WRITE ${folder}/copyright
    "${packages_copyright_head}${packages_comment_${package}}\n${files}\n${texts}")
  packages_change_log(${folder})
  set(papers ${folder}/copyright ${folder}/changelog.Debian.gz ${folder}/changelog.gz)
  foreach(inside ${packages_inside_${package}})
    if(EXISTS /usr/share/doc/${inside}/copyright)
      configure_file(/usr/share/doc/${inside}/copyright ${folder}/copyright.${inside} COPYONLY)
      list(APPEND papers ${folder}/copyright.${inside})
    else()
      message(WARNING "Package ${package} lacks the licence of ${inside}, whose code it holds: "
        "/usr/share/doc/${inside}/copyright is missing")
    endif()
  endforeach()
  install(FILES ${papers} DESTINATION share/doc/${package} COMPONENT papers-${package} EXCLUDE_FROM_ALL)
endfunction()
