# SPDX-License-Identifier: GPL-3.0-or-later
"""The virtual machine of the kernel matrix: its files, its start, and what it said."""

import os
import re
import subprocess

import initramfs
from support import servers

HERE = os.path.dirname(os.path.abspath(__file__))
PROCESSOR_SECONDS = 480  # five times what a row needs
RESTARTS = 3
ALWAYS_ZERO, ALWAYS_ONE = 0xFFC08028, 0x2  # bits of EFLAGS

# A line each: name, lockdowns, words of CLEARTAP_FORCE_HOOKS. On each kernel every program is loaded by its best hook and by
# that behind it, and by one of the one with one of the other; those are left out where there is no bpf_loop, as they are
# the same there. With confidentiality raw tracepoints are refused.
HOOKS = """best none,integrity,confidentiality
raw integrity raw_tp,perf_uprobe,no_iterators
old integrity no_loop
locked confidentiality perf_uprobe,no_loop
oldest none,confidentiality raw_tp,perf_uprobe,no_loop,no_iterators
"""
LOOPED = ("raw", "old")
PASSWD = """root:x:0:0:root:/root:/bin/sh
cleartap:x:900:900::/nonexistent:/bin/false
nobody:x:65534:65534:nobody:/nonexistent:/bin/false
"""
NGINX = """worker_processes 1;
user root;
pid /tmp/nginx.pid;
error_log /tmp/nginx.log;
events { worker_connections 64; }
http {
    access_log off;
    client_body_temp_path /tmp/b; proxy_temp_path /tmp/p; fastcgi_temp_path /tmp/f;
    uwsgi_temp_path /tmp/u; scgi_temp_path /tmp/s;
    server {
        listen 127.0.0.1:8443 ssl;
        listen 127.0.0.1:8080;
        ssl_certificate /etc/cert.pem;
        ssl_certificate_key /etc/key.pem;
        root /srv;
    }
    server {
        listen 127.0.0.1:8444 ssl;
        ssl_certificate /etc/cert.pem;
        ssl_certificate_key /etc/key.pem;
        ssl_conf_command Options KTLS;
        sendfile on;
        root /srv;
    }
}
"""


def make_body():
    """More than one chunk of the ring; every piece of it is elsewhere different."""
    return os.urandom(4096) + b"".join(b"line %d of the body\n" % number for number in range(1500))


def make_image(binaries, folder, body, modules):
    """The one initramfs that all kernels boot with. `modules`: (what for, release, modules by name) of some."""
    image = initramfs.Initramfs()
    image.program("/bin/busybox")
    image.copy(f"{HERE}/guest_init.sh", "/init")
    image.entries["init"] = (image.entries["init"][0] | 0o111, image.entries["init"][1])
    for name in ("cleartap-cli", "cleartap-helper"):
        subprocess.run(["strip", "-o", f"{folder}/{name}", f"{binaries}/{name}"], check=True)
        image.program(f"{folder}/{name}", f"/usr/local/bin/{name}")
    image.program(f"{binaries}/../tests/calls_peer", "/usr/local/bin/calls_peer")
    image.program("/usr/sbin/nginx")
    image.program("/usr/bin/curl")
    image.file("/etc/passwd", PASSWD.encode())
    image.file("/etc/group", b"root:x:0:\ncleartap:x:900:\nnogroup:x:65534:\n")
    image.file("/etc/nginx.conf", NGINX.encode())
    image.file("/etc/hooks", HOOKS.encode())
    servers.make_certificate(folder)
    image.copy(f"{folder}/cert.pem", "/etc/cert.pem")
    image.copy(f"{folder}/key.pem", "/etc/key.pem")
    image.file("/srv/body", body)
    for kind, release, files in modules:
        image.file(f"/lib/modules/{release}/{kind}-order", "\n".join(files).encode() + b"\n")
        for name, module in files.items():
            image.file(f"/lib/modules/{release}/{name}.ko", module)
    path = f"{folder}/initramfs"
    image.write(path)
    return path


def boot(kernel, image, lockdown, folder):
    """Parts of what the guest said, by name; seconds of processor time taken; and how often the emulator failed before."""
    for failed in range(RESTARTS + 1):
        parts, processor = boot_once(kernel, image, lockdown, folder)
        if failed == RESTARTS or not emulator_failed(f"{folder}/console.txt"):
            break
    return parts, processor, failed


def emulator_failed(console):
    """Whether a guest's crash shows flags that no processor can have: the bits of EFLAGS which are always
    zero, or always one (Intel SDM volume 1, 3.4.3). The emulator of QEMU 7.2 loses them now and then,
    mostly when it gets little time, before any program of ours has run; a kernel that we broke shows sound ones."""
    with open(console, encoding="utf-8", errors="replace") as text:
        flags = [int(found, 16) for found in re.findall(r"EFLAGS: ([0-9a-f]{8})", text.read())]
    return any(value & ALWAYS_ZERO or not value & ALWAYS_ONE for value in flags)


def boot_once(kernel, image, lockdown, folder):
    # no_timer_check: where the machine is busy, the guest's test whether its timer ticks fails, and it panics.
    words = ["console=ttyS0", "loglevel=4", "panic=-1", "no_timer_check", "rdinit=/init"]
    if lockdown != "none":
        words.append(f"lockdown={lockdown}")
    result, console = f"{folder}/result.txt", f"{folder}/console.txt"
    for path in (result, console):
        open(path, "wb").close()
    # One processor: several of them are slower under emulation than several machines. icount: the guest's clock
    # follows its instructions, so that its time-outs do not depend on what else this machine does.
    machine = subprocess.Popen(["prlimit", f"--cpu={PROCESSOR_SECONDS}", "qemu-system-x86_64", "-accel", "tcg,thread=single", "-icount", "shift=2,sleep=off", "-cpu", "max",
                                "-smp", "1", "-m", "768", "-kernel", kernel, "-initrd", image, "-append", " ".join(words),
                                "-display", "none", "-nodefaults", "-no-reboot", "-serial", f"file:{console}", "-serial", f"file:{result}"],
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    complaint = machine.stderr.read()
    machine.stderr.close()
    _, status, usage = os.wait4(machine.pid, 0)
    machine.returncode = os.waitstatus_to_exitcode(status)
    if machine.returncode > 0:
        raise RuntimeError(f"qemu ended with {machine.returncode}: {complaint}")
    # Killed at its limit: what was said until then tells where it stood.
    return parts_of(result), usage.ru_utime + usage.ru_stime


def parts_of(result):
    """What follows each "== NAME REST": REST, then the lines."""
    parts, name = {}, None
    with open(result, encoding="utf-8", errors="replace") as text:
        for line in text.read().replace("\r", "").split("\n"):
            if line.startswith("== "):
                name, _, rest = line[3:].partition(" ")
                parts[name] = [rest] if rest else []
            elif name and line:
                parts[name].append(line)
    return parts
