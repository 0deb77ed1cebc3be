#!/bin/busybox sh
# SPDX-License-Identifier: GPL-3.0-or-later
# First process of the virtual machine: gets the kernel ready, captures an exchange of each scheme with each
# choice of hooks in /etc/hooks, tells the second serial line what came of it, and switches off.
/bin/busybox mkdir -p /proc /sys /dev /tmp /run /var/log/nginx /var/lib/nginx
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t devtmpfs devtmpfs /dev
/bin/busybox --install -s /bin
export PATH=/usr/local/bin:/usr/bin:/usr/sbin:/bin:/sbin HOME=/root XDG_CACHE_HOME=/tmp
mount -t securityfs securityfs /sys/kernel/security
mount -t tracefs tracefs /sys/kernel/tracing
mount -t debugfs debugfs /sys/kernel/debug
mount -t bpf bpf /sys/fs/bpf
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount -t tmpfs tmpfs /tmp
mkdir -p /dev/shm /root
ln -s /proc/self/fd /dev/fd # as on a real machine: Tomoyo, a security module, looks for it where a program is started by a descriptor
ifconfig lo 127.0.0.1 up
stty -F /dev/ttyS1 raw -echo
exec >/dev/ttyS1 2>&1
part() { echo "== $*"; }
record() { # NAME HOOKS COMMAND
    CLEARTAP_FORCE_HOOKS=$2 cleartap-cli record --all --har /tmp/har -- sh -c "$3" >/tmp/said 2>&1
    part "$1-status" $? "$(seconds)"
    part "$1-said"
    cat /tmp/said
    if [ -f /tmp/har ]; then
        part "$1-har"
        gzip -c /tmp/har | base64
        rm /tmp/har
    fi
}
ask() { # NAME COMMAND, as a user
    su -s /bin/sh nobody -c "$2" >/tmp/said 2>&1
    part "$1" $?
    cat /tmp/said
    rm -f /tmp/*.har
}
insert() { # FOR
    while read -r name; do insmod "$modules/$name.ko" || echo "$name"; done <"$modules/$1-order"
}
seconds() { cut -d' ' -f1 /proc/uptime; }

part kernel
uname -r
part lockdown
cat /sys/kernel/security/lockdown
part nginx
nginx -c /etc/nginx.conf
echo $?
curl -sk -o /tmp/check https://127.0.0.1:8443/body
cmp /tmp/check /srv/body
echo $?
part booted "$(seconds)"
part doctor
cleartap-cli doctor >/tmp/doctor 2>&1
status=$?
cat /tmp/doctor
part doctor-status $status
lockdown=$(sed 's/.*\[\(.*\)\].*/\1/' /sys/kernel/security/lockdown)
while read -r name kinds words; do
    case ,$kinds, in *,$lockdown,*) ;; *) continue ;; esac
    case $name in raw | old) grep -q 'unrolled loop' /tmp/doctor && continue ;; esac
    record "$name" "$words" 'for a in https://127.0.0.1:8443 http://127.0.0.1:8080; do curl -sk --http1.1 -o /dev/null $a/body; done'
done </etc/hooks
modules=/lib/modules/$(uname -r)
part packets-modules
if [ -f "$modules/packets-order" ]; then insert packets; fi
cleartap-cli record --all --packets=lo --pcapng /tmp/packets -- curl -s -o /dev/null http://127.0.0.1:8080/body >/tmp/said 2>&1
part packets $?
cat /tmp/said
part packets-file
gzip -c /tmp/packets | base64
rm -f /tmp/packets
# Here, since not every machine that runs the tests lets a program make the system calls of 32-bit ones.
if [ "$lockdown" = none ]; then
    cleartap-cli record --har /tmp/har -- calls_peer compat 8080 >/tmp/said 2>&1
    part compat $?
    cat /tmp/said
    rm -f /tmp/har
fi
# What a user may see where Yama keeps debuggers from it. Beyond 2 there is no way back.
yama=/proc/sys/kernel/yama/ptrace_scope
if [ "$lockdown" = none ] && [ -e $yama ]; then
    cleartap-helper --socket /tmp/helper.sock 2>/dev/null &
    export CLEARTAP_SOCKET=/tmp/helper.sock
    for scope in 0 1 2; do
        echo $scope >$yama
        ask "yama-$scope-own" 'cleartap-cli record --duration 1 --har /tmp/own.har'
        ask "yama-$scope-command" 'cleartap-cli record --har /tmp/command.har -- true'
    done
    unset CLEARTAP_SOCKET
    echo 0 >$yama
fi
# TLS within the kernel: what nginx sends of a file never is in its memory.
if [ "$lockdown" = none ] && [ -f "$modules/tls-order" ]; then
    part ktls
    insert tls
    record ktls '' 'a=https://127.0.0.1:8444/body; curl -sk --http1.1 $a $a >/tmp/twice'
    part ktls-sockets
    cat /proc/net/tls_stat
fi
part end
sync
poweroff -f
