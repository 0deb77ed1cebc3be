# SPDX-License-Identifier: GPL-3.0-or-later
complete -c cleartap -l proto -r -F -d 'name gRPC messages by this .proto file, folder or descriptor set'
complete -c cleartap -l keys -r -F -d 'decrypt packets of another program with the secrets in this key log'
complete -c cleartap -l with-this-machine -d 'capture this machine beside others'
complete -c cleartap -l help -d 'list the options'
complete -c cleartap -l help-all -d 'list the options, those of Qt too'
complete -c cleartap -l version -d 'say which version it is'
