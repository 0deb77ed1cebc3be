#!/bin/busybox sh
# SPDX-License-Identifier: GPL-3.0-or-later
# First process of the virtual machine: gets the kernel ready, captures one exchange each way, tells the
# second serial line what came of it, and switches off.
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
ifconfig lo 127.0.0.1 up
stty -F /dev/ttyS1 raw -echo
exec >/dev/ttyS1 2>&1
part() { echo "== $*"; }

for word in $(cat /proc/cmdline); do
    case $word in
        cleartap.*) export "$(echo "${word#cleartap.}" | sed 's/+/ /g')" ;;
    esac
done

part kernel
uname -r
part lockdown
cat /sys/kernel/security/lockdown
part nginx
nginx -c /etc/nginx.conf
echo $?
curl -sk -o /tmp/check https://127.0.0.1:8443/16k.bin
cmp /tmp/check /srv/16k.bin
echo $?
part doctor
cleartap-cli doctor
part doctor-status $?
for scheme in https http; do
    port=8443
    [ $scheme = http ] && port=8080
    cleartap-cli record --all --har /tmp/$scheme.har -- \
        curl -sk --http1.1 -o /dev/null $scheme://127.0.0.1:$port/16k.bin >/tmp/said 2>&1
    status=$?
    part $scheme-said
    cat /tmp/said
    part $scheme-status $status
    part $scheme-har
    gzip -c /tmp/$scheme.har | base64
done
part end
sync
poweroff -f
