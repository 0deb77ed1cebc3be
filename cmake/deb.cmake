# SPDX-License-Identifier: GPL-3.0-or-later
# Before CPack makes the .deb: what Debian wants of a package beyond what is installed elsewhere.
file(GLOB_RECURSE pages ${CPACK_TEMPORARY_DIRECTORY}/usr/share/man/*.[18])
execute_process(COMMAND gzip -9n ${pages} COMMAND_ERROR_IS_FATAL ANY)
file(COPY ${CPACK_PACKAGING_SOURCE}/deb/changelog DESTINATION ${CPACK_TEMPORARY_DIRECTORY}/usr/share/doc/cleartap)
execute_process(COMMAND gzip -9n ${CPACK_TEMPORARY_DIRECTORY}/usr/share/doc/cleartap/changelog COMMAND_ERROR_IS_FATAL ANY)
file(GLOB programs ${CPACK_TEMPORARY_DIRECTORY}/usr/bin/* ${CPACK_TEMPORARY_DIRECTORY}/usr/libexec/*)
execute_process(COMMAND strip --strip-unneeded --remove-section=.comment --remove-section=.note ${programs} COMMAND_ERROR_IS_FATAL ANY)
