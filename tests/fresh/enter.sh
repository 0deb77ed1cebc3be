#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# enter.sh ROOT [FOLDER:PLACE…] -- COMMAND…: runs a command with ROOT as its root directory, with folders of the outside
# at places inside. In a mount namespace of its own (unshare --mount): nothing stays mounted when the last process is gone.
# The process ids are the outside's, since the helper reads those of the initial namespace.
set -euo pipefail
root=$1
shift
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys" # BTF, and tracefs, bpffs and control groups where they are mounted
mount --rbind /dev "$root/dev"
mount -t tmpfs -o mode=0755 tmpfs "$root/run"
while [ "$1" != -- ]; do
    mkdir -p "$root${1#*:}"
    mount --bind "${1%%:*}" "$root${1#*:}"
    shift
done
shift
# Not chroot: a program that sees another root than its namespace's is no ordinary machine's.
cd "$root"
pivot_root . mnt
umount --lazy /mnt
exec "$@"
