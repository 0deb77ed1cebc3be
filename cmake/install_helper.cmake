# SPDX-License-Identifier: GPL-3.0-or-later
# While installing: the files that name the helper's place.
set(LIBEXEC "${CMAKE_INSTALL_PREFIX}/libexec")
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
  set(etc /etc)
else()
  set(etc "${CMAKE_INSTALL_PREFIX}/etc")
endif()
configure_file("${packaging}/systemd/cleartap-helper.service.in" "${written}/cleartap-helper.service" @ONLY)
file(INSTALL "${written}/cleartap-helper.service" DESTINATION "${CMAKE_INSTALL_PREFIX}/lib/systemd/system"
     PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
configure_file("${packaging}/apparmor/cleartap-helper.in" "${written}/cleartap-helper" @ONLY)
file(INSTALL "${written}/cleartap-helper" DESTINATION "${etc}/apparmor.d"
     PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
