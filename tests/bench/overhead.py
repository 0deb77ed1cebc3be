#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What it costs to be captured: nginx and wrk on the same processors, uncaptured, captured in full by
Cleartap, by a bpftrace script at symbol+0 that prints the same bytes, and through mitmproxy. The
rounds are interleaved, because one machine's figures of today and of a minute ago differ more than
what is measured."""

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import figures
from support import frames, servers, tools

LIBSSL = "/usr/lib/x86_64-linux-gnu/libssl.so.3"
PIECE = 200  # bytes that one buf() of bpftrace can hold
PIECES = 8   # covers the answer with its head

# What every tutorial does, extended so that it prints the whole payload.
BPFTRACE = f"""
uprobe:{LIBSSL}:SSL_read {{ @to[tid] = arg1; }}
uretprobe:{LIBSSL}:SSL_read /@to[tid]/ {{
    if ((int32)retval > 0) {{
        $got = retval;
        $i = (uint64)0;
        unroll({PIECES}) {{
            if ($got > $i) {{ printf("%d < %r\\n", pid, buf(@to[tid] + $i, $got - $i)); }}
            $i = $i + {PIECE};
        }}
    }}
    delete(@to[tid]);
}}
uprobe:{LIBSSL}:SSL_write {{
    $had = arg2;
    $j = (uint64)0;
    unroll({PIECES}) {{
        if ($had > $j) {{ printf("%d > %r\\n", pid, buf(arg1 + $j, $had - $j)); }}
        $j = $j + {PIECE};
    }}
}}
"""

# One request a connection about every tenth of a second: fifty connections make five hundred a second. Not in step,
# or bursts of fifty would wait for each other, and the latency would be that of saturation.
FIXED = """
function delay() return math.random(50, 150) end
function done(summary, latency, requests)
    io.write(string.format("p99 %d requests %d\\n", latency:percentile(99), summary.requests))
end
"""


class Bench:
    def __init__(self, folder, seconds):
        self.folder, self.seconds = folder, seconds
        self.nginx = servers.Nginx(folder, access_log=False)
        with open(f"{folder}/fixed.lua", "w", encoding="utf-8") as out:
            out.write(FIXED)

    def wrk(self, url, *more):
        return subprocess.run(["wrk", "-t1", f"-d{self.seconds}s", *(more or ["-c8"]), url], capture_output=True,
                              text=True, check=True).stdout

    def throughput(self, url):
        text = self.wrk(url)
        failed = re.search(r"Non-2xx|Socket errors", text)
        if failed:
            print(f"wrk: {text}", file=sys.stderr)
        return float(re.search(r"Requests/sec:\s*([\d.]+)", text).group(1))

    def capturing(self, source="calls"):
        return Capture(self.folder, source)

    def fixed_rate(self):
        """(p99 in µs, requests a second, processor seconds of nginx and wrk)"""
        before = figures.cpu_seconds(self.nginx.pids())
        began = time.monotonic()
        wrk = subprocess.Popen(["wrk", "-t1", "-c50", f"-d{2 * self.seconds}s", "-s", f"{self.folder}/fixed.lua",
                                self.nginx.url("https", "/1k.txt")], stdout=subprocess.PIPE, text=True)
        text = wrk.stdout.read()
        ended, _, usage = os.wait4(wrk.pid, 0)
        wrk.returncode = 0 if ended else 1
        took = time.monotonic() - began
        p99, requests = map(int, re.search(r"p99 (\d+) requests (\d+)", text).groups())
        nginx = figures.cpu_seconds(self.nginx.pids()) - before
        return p99, requests / took, (nginx + usage.ru_utime + usage.ru_stime) / took


class Capture:
    """cleartap-cli record --all into a file, from the attached probes to the end."""

    def __init__(self, folder, source):
        self.file = f"{folder}/bench.cleartap"
        self.process = subprocess.Popen([tools.CLI, "record", "--all", "--tls-source", source, "--save", self.file], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        while not frames.has_started(self.file):
            if self.process.poll() is not None:
                raise RuntimeError(f"record said: {self.process.stderr.read()}")
            time.sleep(0.1)

    def cpu_seconds(self):
        return figures.cpu_seconds(figures.family(self.process.pid))

    def end(self):
        """(exchanges, lost events, bytes of the file)"""
        self.process.send_signal(signal.SIGINT)
        said = self.process.communicate(timeout=180)[1]
        summary = re.search(r"(\d+) exchanges .*?(\d+) events lost", said)
        if not summary:
            raise RuntimeError(f"record said: {said}")
        size = os.path.getsize(self.file)
        os.unlink(self.file)
        return int(summary.group(1)), int(summary.group(2)), size


def with_cleartap(bench, url, source="calls"):
    capture = bench.capturing(source)
    try:
        rate = bench.throughput(url)
    finally:
        exchanges, lost, size = capture.end()
    print(f"    cleartap by {source}: {rate:,.0f} requests/s, {exchanges:,} exchanges, {lost:,} events lost, "
          f"{size / 1e6:,.0f} MB written", flush=True)
    return rate, lost


def with_secrets(bench, url):
    return with_cleartap(bench, url, "secrets")


def with_bpftrace(bench, url):
    script = f"{bench.folder}/ssl.bt"
    with open(script, "w", encoding="utf-8") as out:
        out.write(BPFTRACE)
    log = open(f"{bench.folder}/bpftrace.err", "w+", encoding="utf-8")
    output = f"{bench.folder}/bpftrace.out"
    tracer = subprocess.Popen(["bpftrace", "-o", output, script], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                              env={**os.environ, "BPFTRACE_STRLEN": str(PIECE)})
    try:
        limit = time.monotonic() + 30
        while not (os.path.exists(output) and "Attaching" in open(output, encoding="utf-8", errors="replace").read(200)):
            if tracer.poll() is not None or time.monotonic() > limit:
                raise RuntimeError("bpftrace: " + open(log.name, encoding="utf-8").read())
            time.sleep(0.1)
        time.sleep(2)
        rate = bench.throughput(url)
        written = os.path.getsize(output)
        if tracer.poll() is not None or written < 10_000:
            raise RuntimeError("bpftrace captured nothing: " + open(log.name, encoding="utf-8").read())
    finally:
        tools.end(tracer, signal.SIGINT)
    said = open(log.name, encoding="utf-8", errors="replace").read() + tail(output)
    lost = sum(map(int, re.findall(r"Lost (\d+) events", said)))
    print(f"    bpftrace: {rate:,.0f} requests/s, {lost:,} events lost, {written / 1e6:,.0f} MB written", flush=True)
    os.unlink(output)
    return rate, lost


def tail(path):
    with open(path, "rb") as text:
        return b"\n".join(re.findall(rb"Lost \d+ events", text.read())).decode()


def with_mitmproxy(bench, url):
    port, = servers.free_ports(1)
    proxy = subprocess.Popen(["mitmdump", "-q", "--mode", f"reverse:{url.rsplit('/', 1)[0]}", "--ssl-insecure",
                              "--listen-host", "127.0.0.1", "-p", str(port), "-w", f"{bench.folder}/mitm.flows"],
                             stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    own = f"https://127.0.0.1:{port}/{url.rsplit('/', 1)[1]}"
    try:
        limit = time.monotonic() + 60
        while subprocess.run(["curl", "-skf", "-o", "/dev/null", own]).returncode:
            if time.monotonic() > limit:
                raise RuntimeError("mitmdump does not answer")
            time.sleep(0.2)
        rate = bench.throughput(own)
    finally:
        tools.end(proxy)
    print(f"    mitmproxy: {rate:,.0f} requests/s", flush=True)
    return rate, 0


def saturated(bench, rounds, others):
    """Throughput of each way; ratios are taken within one round."""
    url, plain = bench.nginx.url("https", "/1k.txt"), bench.nginx.url("http", "/1k.txt")
    ways = {"cleartap": with_cleartap, "cleartap by secrets": with_secrets,
            **({"bpftrace symbol+0": with_bpftrace, "mitmproxy": with_mitmproxy} if others else {})}
    rates = {name: [] for name in ["not captured", *ways, "plain, not captured", "plain, cleartap"]}
    kept = {name: [] for name in rates}
    lost = {name: [] for name in rates}
    for number in range(rounds):
        print(f"  round {number + 1} of {rounds}", flush=True)
        base = bench.throughput(url)
        print(f"    not captured: {base:,.0f} requests/s", flush=True)
        order = list(ways) if number % 2 == 0 else list(reversed(ways))
        for name in order:
            rate, gone = ways[name](bench, url)
            again = bench.throughput(url)
            rates[name].append(rate)
            kept[name].append(100 * 2 * rate / (base + again))
            lost[name].append(gone)
            rates["not captured"].append(base)
            base = again
        base = bench.throughput(plain)
        rate, gone = with_cleartap(bench, plain)
        again = bench.throughput(plain)
        rates["plain, not captured"] += [base, again]
        rates["plain, cleartap"].append(rate)
        kept["plain, cleartap"].append(100 * 2 * rate / (base + again))
        lost["plain, cleartap"].append(gone)
    figures.table(["nginx and wrk, 1 KB answer", "requests/s", "kept %", "lowest %", "highest %", "lost events"],
                  [[name, figures.median(rates[name]),
                    *([figures.median(kept[name]), min(kept[name]), max(kept[name])] if kept[name] else ["", "", ""]),
                    f"{figures.median(lost[name]):,.0f}" if lost[name] else ""] for name in rates])
    share = {name: figures.median(values) for name, values in kept.items() if values}
    figures.aim("TLS throughput kept, %", share["cleartap"], 50)
    figures.aim("plain HTTP throughput kept, %", share["plain, cleartap"], 75)
    if others:
        figures.aim("times bpftrace at symbol+0", share["cleartap"] / share["bpftrace symbol+0"], 5)
        figures.aim("times mitmproxy", share["cleartap"] / share["mitmproxy"], 30)


def at_fixed_rate(bench, rounds):
    ways = {"cleartap by calls": "calls", "cleartap by secrets": "secrets"}
    rows = {name: [] for name in ["not captured", *ways]}
    lost = 0
    for number in range(rounds):
        rows["not captured"].append(bench.fixed_rate())
        for name in list(ways) if number % 2 == 0 else list(reversed(ways)):
            capture = bench.capturing(ways[name])
            before, began = capture.cpu_seconds(), time.monotonic()
            p99, rate, cpu = bench.fixed_rate()
            own = (capture.cpu_seconds() - before) / (time.monotonic() - began)
            exchanges, gone, _ = capture.end()
            lost += gone
            rows[name].append((p99, rate, cpu + own))
            print(f"    {name}: {rate:.0f} requests/s, {exchanges} exchanges, {gone} events lost, recorder and helper "
                  f"{100 * own:.1f} % of a core", flush=True)
    medians = {name: [figures.median(column) for column in zip(*values)] for name, values in rows.items()}
    figures.table(["fixed rate, TLS", "p99 µs", "requests/s", "processor, % of a core"],
                  [[name, p99, rate, 100 * cpu] for name, (p99, rate, cpu) in medians.items()])
    for name in ways:
        added = [100 * (after[2] - before[2]) for before, after in zip(rows["not captured"], rows[name])]
        figures.aim(f"{name}: added processor time, % of a core", figures.median(added), 3, at_least=False)
        figures.aim(f"{name}: p99 latency, times the uncaptured", medians[name][0] / medians["not captured"][0], 1.3, at_least=False)
    figures.aim("events lost at the fixed rate", lost, 0, at_least=False)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=int, default=5, help="of each run")
    options.add_argument("--alone", action="store_true", help="without bpftrace and mitmproxy")
    options.add_argument("--only", choices=["saturated", "fixed"])
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="cleartap-bench-") as folder:
        bench = Bench(folder, chosen.seconds)
        try:
            if chosen.only != "fixed":
                saturated(bench, chosen.rounds, not chosen.alone)
            if chosen.only != "saturated":
                at_fixed_rate(bench, chosen.rounds)
        finally:
            bench.nginx.stop()


if __name__ == "__main__":
    main()
