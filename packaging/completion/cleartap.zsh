#compdef cleartap
# SPDX-License-Identifier: GPL-3.0-or-later
_arguments \
    '*--proto[name gRPC messages by this .proto file, folder or descriptor set]:file:_files' \
    '--keys[decrypt packets of another program with the secrets in this key log]:file:_files' \
    '--with-this-machine[capture this machine beside others]' \
    '(- *)--help[list the options]' \
    '(- *)--help-all[list the options, those of Qt too]' \
    '(- *)--version[say which version it is]' \
    '1:capture:_files -g "*.(cleartap|har|pcap|pcapng)(-.)"'
