# SPDX-License-Identifier: GPL-3.0-or-later
# What gets installed where, below the prefix; and the package that CPack makes of it. Files that name a place are written
# when they are installed, so that `cmake --install build --prefix DIR` is right for every DIR.
include(GNUInstallDirs)
set(packaging ${CMAKE_SOURCE_DIR}/packaging)
set(described ${CMAKE_BINARY_DIR}/described)
if(EXISTS /etc/debian_version)
  set(zsh_completions share/zsh/vendor-completions)
else()
  set(zsh_completions share/zsh/site-functions)
endif()

# Completions and manual pages, from the table that parses the command line.
file(GLOB describe_sources CONFIGURE_DEPENDS ${packaging}/describe/*.cpp)
add_executable(describe_cli ${describe_sources})
cleartap_options(describe_cli)
target_link_libraries(describe_cli PRIVATE ct_cli)
set_target_properties(describe_cli PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${described})
set(outputs)
foreach(shell bash zsh fish)
  add_custom_command(OUTPUT ${described}/cleartap-cli.${shell}
    COMMAND describe_cli ${shell} > ${described}/cleartap-cli.${shell}
    DEPENDS describe_cli VERBATIM)
  list(APPEND outputs ${described}/cleartap-cli.${shell})
endforeach()
foreach(page cleartap.1 cleartap-cli.1 cleartap-helper.8)
  add_custom_command(OUTPUT ${described}/${page}
    COMMAND describe_cli man > ${described}/${page}.verbs
    COMMAND sed -e "/^@VERBS@/{" -e "r ${described}/${page}.verbs" -e d -e "}" -e "s/@VERSION@/${PROJECT_VERSION}/" ${packaging}/man/${page}.in > ${described}/${page}
    DEPENDS describe_cli ${packaging}/man/${page}.in VERBATIM)
  list(APPEND outputs ${described}/${page})
endforeach()
add_custom_target(described ALL DEPENDS ${outputs})

install(TARGETS cleartap-cli RUNTIME DESTINATION bin)
install(FILES ${described}/cleartap-cli.1 DESTINATION share/man/man1)
install(FILES ${described}/cleartap-cli.bash DESTINATION share/bash-completion/completions RENAME cleartap-cli)
install(FILES ${described}/cleartap-cli.zsh DESTINATION ${zsh_completions} RENAME _cleartap-cli)
install(FILES ${described}/cleartap-cli.fish DESTINATION share/fish/vendor_completions.d)
install(FILES README.md SECURITY.md DESTINATION share/doc/cleartap)
install(FILES ${packaging}/deb/copyright DESTINATION share/doc/cleartap)
install(FILES ${packaging}/desktop/io.github.cleartap.mime.xml DESTINATION share/mime/packages RENAME io.github.cleartap.xml)

if(CLEARTAP_UI)
  install(TARGETS cleartap RUNTIME DESTINATION bin)
  install(FILES ${described}/cleartap.1 DESTINATION share/man/man1)
  install(FILES ${packaging}/completion/cleartap.bash DESTINATION share/bash-completion/completions RENAME cleartap)
  install(FILES ${packaging}/completion/cleartap.zsh DESTINATION ${zsh_completions} RENAME _cleartap)
  install(FILES ${packaging}/completion/cleartap.fish DESTINATION share/fish/vendor_completions.d)
  install(FILES ${packaging}/desktop/io.github.cleartap.desktop DESTINATION share/applications)
  install(FILES ${packaging}/desktop/io.github.cleartap.metainfo.xml DESTINATION share/metainfo)
  install(FILES resources/icons/cleartap.svg DESTINATION share/icons/hicolor/scalable/apps)
endif()

if(CLEARTAP_HELPER)
  install(TARGETS cleartap-helper RUNTIME DESTINATION libexec)
  install(FILES ${described}/cleartap-helper.8 DESTINATION share/man/man8)
  install(FILES ${packaging}/polkit/io.github.cleartap.policy DESTINATION share/polkit-1/actions)
  install(FILES ${packaging}/systemd/cleartap-helper.socket DESTINATION lib/systemd/system)
  install(PROGRAMS ${packaging}/systemd/cleartap-generator DESTINATION lib/systemd/system-generators)
  install(FILES ${packaging}/systemd/cleartap.sysusers DESTINATION lib/sysusers.d RENAME cleartap.conf)
  install(FILES ${packaging}/systemd/cleartap.tmpfiles DESTINATION lib/tmpfiles.d RENAME cleartap.conf)
  install(CODE "set(packaging \"${packaging}\")\nset(written \"${CMAKE_BINARY_DIR}/installed\")")
  install(SCRIPT cmake/install_helper.cmake)
endif()

# No table of functions stays writable.
foreach(program cleartap-cli cleartap cleartap-helper)
  if(TARGET ${program})
    target_link_options(${program} PRIVATE -Wl,-z,relro,-z,now)
  endif()
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME cleartap)
set(CPACK_PACKAGE_VENDOR "The Cleartap developers")
# debuild(1): who builds a package answers for it.
if(DEFINED ENV{DEBEMAIL} AND DEFINED ENV{DEBFULLNAME})
  set(CPACK_PACKAGE_CONTACT "$ENV{DEBFULLNAME} <$ENV{DEBEMAIL}>")
else()
  set(CPACK_PACKAGE_CONTACT "The Cleartap developers <cleartap@localhost>")
endif()
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/package)
set(CPACK_PACKAGING_SOURCE ${packaging})
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_SOURCE_DIR}/cmake/deb.cmake)
set(CPACK_THREADS 0)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "systemd | systemd-standalone-sysusers, systemd | systemd-standalone-tmpfiles, init-system-helpers (>= 1.54)")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "polkitd, pkexec, openssh-client, qt6-svg-plugins | libqt6svg6, qt6-image-formats-plugins, qt6-translations-l10n, fonts-inter, fonts-jetbrains-mono")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS apparmor)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "see what programs send and receive, decrypted
Cleartap shows every connection, request and response of the programs on
this machine, also those inside TLS: HTTP, WebSocket, gRPC, SQL statements,
messages and more. It needs no proxy, no certificates and no restarts, since
it observes the kernel's sockets and the calls of TLS libraries by eBPF.

Users see their own programs; those of others require an administrator's
password. Secrets are masked in what is exported.")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${packaging}/deb/postinst ${packaging}/deb/prerm ${packaging}/deb/postrm ${packaging}/deb/conffiles)
include(CPack)
