#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# As root on a machine that has nothing: installs a package, captures as a user through the socket-activated helper,
# upgrades, removes and purges it. installed.sh PACKAGE NEWER_PACKAGE URL
set -euo pipefail
package=$1 newer=$2 url=$3
export DEBIAN_FRONTEND=noninteractive
apt=(apt-get -q -y -o DPkg::Use-Pty=0)
say() { echo "-- $*"; }
left() { find / -xdev \( -path /proc -o -path /sys -o -path /var/cache/apt \) -prune -o -iname '*cleartap*' -print; }

# What systemd does for the unit: its user, capabilities and folders.
unit=/usr/lib/systemd/system/cleartap-helper.service
of_unit() { sed -n "s/^$1=//p" "$unit"; }
serve() {
    local user capabilities set
    user=$(of_unit User)
    capabilities=$(of_unit AmbientCapabilities)
    grep -q ' bpf_uprobe_multi_link_attach$' /proc/kallsyms || capabilities+=' CAP_SYS_ADMIN'
    set=$(echo "$capabilities" | tr 'A-Z ' 'a-z,' | sed 's/cap_/+/g')
    for kind in log lib cache; do
        install -d -m 0700 -o "$user" -g "$user" "/var/$kind/cleartap"
    done
    install -d /run/cleartap
    ulimit -n "$(ulimit -Hn)"
    env -i PATH="$PATH" systemd-socket-activate -E LOGS_DIRECTORY=/var/log/cleartap -E STATE_DIRECTORY=/var/lib/cleartap -E CACHE_DIRECTORY=/var/cache/cleartap \
        -l /run/cleartap/helper.sock \
        setpriv --reuid="$user" --regid="$user" --clear-groups --no-new-privs --bounding-set="-all,$set" --inh-caps="-all,$set" --ambient-caps="-all,$set" \
        sh -c 'umask 0077; exec "$@"' sh $(of_unit ExecStart) &
    server=$!
    until [ -S /run/cleartap/helper.sock ]; do
        kill -0 "$server"
        sleep 0.1
    done
    chmod "$(sed -n 's/^SocketMode=//p' "${unit%.service}.socket")" /run/cleartap/helper.sock
}
capture() {
    rm -rf /tmp/record
    install -d -m 0777 /tmp/record
    (cd /tmp/record && setpriv --reuid=1000 --regid=1000 --init-groups --no-new-privs env -i HOME=/tmp/record PATH=/usr/bin:/bin \
        cleartap-cli record --jsonl out.jsonl -- curl -sk --http1.1 -o /dev/null "$url")
    grep -q '"text":"fresh' /tmp/record/out.jsonl
    # By a path in a folder that only the user may enter.
    install -d -m 0700 -o 1000 -g 1000 /tmp/record/private
    install -m 0700 -o 1000 -g 1000 /usr/bin/curl /tmp/record/private/own
    (cd /tmp/record && setpriv --reuid=1000 --regid=1000 --init-groups --no-new-privs env -i HOME=/tmp/record PATH=/usr/bin:/bin \
        cleartap-cli record --exe /tmp/record/private/own --jsonl own.jsonl -- private/own -sk --http1.1 -o /dev/null "$url")
    grep -q '"text":"fresh' /tmp/record/own.jsonl
}
status_of() { # CAPABILITY SET of the listener
    sed -n "s/^$1:\s*//p" "/proc/$server/status"
}

before=$(left)
say install
"${apt[@]}" update
"${apt[@]}" install --no-install-recommends "$package" curl ca-certificates procps
dpkg --verify cleartap
[ "$(stat -c %U:%a /usr/libexec/cleartap-helper)" = root:755 ]
getent passwd cleartap
test -L /etc/systemd/system/sockets.target.wants/cleartap-helper.socket

say capture as a user, through the socket-activated helper
serve
capture
HOME=/tmp/record setpriv --reuid=1000 --regid=1000 --init-groups cleartap-cli doctor
[ "$(sed -n 's/^Uid:\s*//p' "/proc/$server/status" | cut -f1)" = "$(id -u cleartap)" ]
[ "$(status_of CapEff)" = 0000000000000000 ]
[ "$(status_of Seccomp)" = 2 ] && [ "$(status_of NoNewPrivs)" = 1 ]
grep -q '"event":"started","uid":1000' /var/log/cleartap/audit.jsonl
[ "$(stat -c %U:%a /var/log/cleartap/audit.jsonl)" = cleartap:600 ]
/usr/libexec/cleartap-helper --verify-audit
# Root without the service writes to the same log.
rm /run/cleartap/helper.sock
(cd /tmp/record && HOME=/tmp/record cleartap-cli record --jsonl root.jsonl -- curl -sk --http1.1 -o /dev/null "$url")
grep -q '"text":"fresh' /tmp/record/root.jsonl
grep -q '"event":"started","uid":0' /var/log/cleartap/audit.jsonl
[ "$(stat -c %U:%a /var/log/cleartap/audit.jsonl)" = cleartap:600 ]
/usr/libexec/cleartap-helper --verify-audit
kill "$server"
wait "$server" || true

say upgrade
echo '# kept' >>/etc/apparmor.d/cleartap-helper
entries=$(wc -l </var/log/cleartap/audit.jsonl)
"${apt[@]}" install --no-install-recommends "$newer"
[ "$(dpkg-query -W -f '${Version}' cleartap)" != "$(dpkg-deb -f "$package" Version)" ]
[ "$(tail -n 1 /etc/apparmor.d/cleartap-helper)" = '# kept' ]
serve
capture
[ "$(wc -l </var/log/cleartap/audit.jsonl)" -gt "$entries" ]
/usr/libexec/cleartap-helper --verify-audit
kill "$server"
wait "$server" || true

say remove
"${apt[@]}" remove cleartap
[ ! -e /usr/libexec/cleartap-helper ] && [ ! -e /usr/bin/cleartap ] && [ ! -e "$unit" ]
test -f /var/log/cleartap/audit.jsonl
test -f /etc/apparmor.d/cleartap-helper

say purge
"${apt[@]}" purge cleartap
rm -rf /tmp/record
if getent passwd cleartap || getent group cleartap; then exit 1; fi
after=$(left)
if [ "$before" != "$after" ]; then
    echo "left behind:"
    diff <(echo "$before") <(echo "$after")
fi
say done
