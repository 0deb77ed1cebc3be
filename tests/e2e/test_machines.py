#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Other machines through ssh: one capture shows them, a cut link is told and restored, nothing stays behind."""

import datetime
import json
import os
import re
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import machines, tools


class OtherMachines(tools.Case):
    def record(self, *names, more=()):
        """A recording of the services on these machines that runs, its lines, and what it says."""
        log = open(self.path("said"), "wb")
        self.addCleanup(log.close)
        on = [word for name in names for word in ("--on", name)]
        recorder = self.start(self.site.inside(tools.CLI, "record", *on, "--exe", self.site.program, "--jsonl", self.path("lines"), *more),
                              stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.site.environment())
        for name in names:
            self.wait_for(lambda name=name: f"{name}: linked" in self.said() or recorder.poll() is not None, f"{name} is linked", 60)
        self.assertIsNone(recorder.poll(), self.said())
        return recorder

    def said(self):
        with open(self.path("said"), encoding="utf-8") as text:
            return text.read()

    def lines(self):
        if not os.path.exists(self.path("lines")):
            return []
        with open(self.path("lines"), encoding="utf-8") as text:
            return [json.loads(line) for line in text if line.endswith("\n")]

    def paths(self, name):
        return [line["request"]["url"].split(":8080")[1] for line in self.lines() if line.get("_machine") == name]

    def finish(self, recorder):
        recorder.send_signal(signal.SIGINT)
        self.assertEqual(recorder.wait(60), 0, self.said())

    def nothing_stays(self):
        for machine in self.site.machines.values():
            self.wait_for(lambda machine=machine: not os.listdir(machine.temporary), f"the copy on {machine.name} is removed")
            self.wait_for(lambda machine=machine: not [pid for pid in tools.descendants(machine.process.pid)
                                                       if "cleartap-helper" in " ".join(tools.command_line(pid))], "no helper runs there", 40)

    def test_one_capture_shows_three(self):
        self.site = machines.Machines(self, ["alpha", "beta", "gamma"])
        before = tools.bpf_objects()
        recorder = self.record("alpha", "beta", "gamma", more=["--save", self.path("all.cleartap")])
        for machine in self.site.machines.values():
            self.assertEqual(os.listdir(machine.temporary), [], "what was copied is gone as soon as it runs")
        for name in self.site.machines:
            self.site.ask(name, *[f"/{name}/{number}" for number in range(50)])
        for name in self.site.machines:
            self.wait_for(lambda name=name: len(self.paths(name)) >= 50, f"the exchanges of {name}")
        self.finish(recorder)
        for name in self.site.machines:
            self.assertEqual(sorted(self.paths(name)), sorted(f"/{name}/{number}" for number in range(50)))
            self.assertRegex(self.said(), rf"{name}: linked \({name}-host\); its clock is 0\.\d+ s \w+")
        self.assertIn(" 0 events lost", self.said())
        self.nothing_stays()
        self.wait_for(lambda: not tools.bpf_objects() - before, "no probe stays")
        # The file knows them apart too.
        self.cli("convert", self.path("all.cleartap"), self.path("beta.jsonl"), "--filter", "machine:beta")
        with open(self.path("beta.jsonl"), encoding="utf-8") as text:
            self.assertEqual({json.loads(line)["_machine"] for line in text}, {"beta"})
        tools.measured(f"three machines in one capture, {len(self.lines())} exchanges; {self.said().splitlines()[0]}")

    def test_a_cut_link_is_told_and_restored(self):
        self.site = machines.Machines(self, ["alpha"])
        recorder = self.record("alpha")
        self.site.ask("alpha", "/before")
        self.wait_for(lambda: self.paths("alpha") == ["/before"], "the exchange before")
        ssh = tools.children_named(recorder.pid, "ssh")
        self.assertEqual(len(ssh), 1, "one ssh runs")
        began = time.monotonic()
        os.kill(ssh[0], signal.SIGKILL)
        self.wait_for(lambda: "the link is lost" in self.said(), "the loss is told", 3)
        told = time.monotonic() - began
        self.wait_for(lambda: "the link is back" in self.said(), "the link is back", 30)
        back = time.monotonic() - began
        self.site.ask("alpha", "/after")
        self.wait_for(lambda: self.paths("alpha") == ["/before", "/after"], "the exchange after")
        self.finish(recorder)
        self.assertRegex(self.said(), r"lost: 1 events, 0 bytes: alpha: the link was lost")
        self.assertRegex(self.said(), r"alpha: the link was lost once; at least \d+\.\d s are missing")
        self.nothing_stays()
        tools.measured(f"kill -9 of ssh told after {told:.2f} s, restored after {back:.2f} s")

    def test_a_silent_link_is_told(self):
        self.site = machines.Machines(self, ["alpha"])
        recorder = self.record("alpha")
        wire = ["ip", "-n", self.site.client, "link", "set", "m1"]
        began = time.monotonic()
        subprocess.run([*wire, "down"], check=True)
        self.wait_for(lambda: "the link is lost (no sign of life)" in self.said(), "the silence is told", 4)
        told = time.monotonic() - began
        self.assertLess(told, 3.3)
        subprocess.run([*wire, "up"], check=True)
        self.wait_for(lambda: "the link is back" in self.said(), "the link is back", 60)
        self.site.ask("alpha", "/after")
        self.wait_for(lambda: self.paths("alpha") == ["/after"], "the exchange after")
        self.finish(recorder)
        self.nothing_stays()
        tools.measured(f"a cut wire told after {told:.2f} s")

    def test_rows_come_soon(self):
        self.site = machines.Machines(self, ["alpha"])
        recorder = self.start(self.site.inside("stdbuf", "-oL", tools.CLI, "watch", "--on", "alpha", "--exe", self.site.program),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.site.environment())
        self.assertIn("linked", recorder.stderr.readline())
        recorder.stdout.readline()
        late = []
        for number in range(10):
            self.site.ask("alpha", f"/soon/{number}")
            began = time.monotonic()
            self.assertIn(f"/soon/{number}", recorder.stdout.readline())
            late.append(time.monotonic() - began)
        self.assertLess(sorted(late)[len(late) // 2], 1, "on a busy machine too")
        tools.measured(f"a row comes {sorted(late)[len(late) // 2] * 1000:.0f} ms after its answer (median of {len(late)}, with curl's end)")

    def test_this_machine_beside_another(self):
        self.site = machines.Machines(self, ["alpha"])
        self.site.serve_here()
        recorder = self.record("alpha", more=["--with-this-machine", "--save", self.path("both.cleartap")])
        for number in range(20):
            self.site.ask("alpha", f"/there/{number}")
            self.site.ask_here(f"/here/{number}")
        here = lambda: [line["request"]["url"].split(":8080")[1] for line in self.lines() if "_machine" not in line]
        self.wait_for(lambda: len(here()) >= 20 and len(self.paths("alpha")) >= 20, "the exchanges of both")
        self.finish(recorder)
        self.assertEqual(sorted(here()), sorted(f"/here/{number}" for number in range(20)))
        self.assertEqual(sorted(self.paths("alpha")), sorted(f"/there/{number}" for number in range(20)))
        for name in ("this machine", "alpha"):
            self.assertRegex(self.said(), rf"{name}: \d+\.\d MB received, the newest \d+ ms late, 0 events lost")
        for file, term, wanted in (("here", "is:here", [None]), ("there", "machine:alpha", ["alpha"])):
            self.cli("convert", self.path("both.cleartap"), self.path(f"{file}.jsonl"), "--filter", term)
            with open(self.path(f"{file}.jsonl"), encoding="utf-8") as text:
                self.assertEqual([json.loads(line).get("_machine") for line in text], 20 * wanted)
        self.nothing_stays()

    def test_the_links_own_ssh_is_left_out(self):
        self.site = machines.Machines(self, ["alpha"])
        log = open(self.path("said"), "wb")
        self.addCleanup(log.close)
        recorder = self.start(self.site.inside(tools.CLI, "record", "--on", "alpha", "--with-this-machine", "--exe", "/usr/bin/ssh", "--har", self.path("out.har")),
                              stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.site.environment())
        self.wait_for(lambda: "alpha: linked" in self.said(), "alpha is linked", 60)
        ours = set(tools.children_named(recorder.pid, "ssh"))
        self.assertEqual(len(ours), 1)
        # Another one is captured, so the scope has them.
        stranger = subprocess.Popen(self.site.inside(self.site.ssh, "alpha", "true"), stdin=subprocess.DEVNULL)
        self.assertEqual(stranger.wait(60), 0)
        self.finish(recorder)
        seen = {row["_process"]["pid"] for row in tools.read_har(self.path("out.har"))["log"]["_conversations"] if "_machine" not in row}
        self.assertIn(stranger.pid, seen, "the other ssh is captured")
        self.assertFalse(seen & ours, "the capture captured itself")

    def test_both_ends_of_500_calls_are_one(self):
        self.site = machines.Machines(self, ["alpha", "beta"])
        self.site.connect_all()
        # A line may be written before the other machine tells of its half: the archive is written at the end.
        recorder = self.record("alpha", "beta", more=["--har", self.path("calls.har")])
        subprocess.run(self.site.machines["beta"].inside(self.site.program, self.site.path("caller.py"), self.site.machines["alpha"].address, "500", "calls"), check=True)
        self.wait_for(lambda: len(self.lines()) >= 1000, "both halves of all calls", 60)
        self.finish(recorder)
        calls = {}
        for entry in tools.read_har(self.path("calls.har"))["log"]["entries"]:
            if "_call" in entry:
                calls.setdefault(entry["_call"]["id"], []).append(entry)
        self.assertEqual(len(calls), 500)
        uncertainty = 0.001 * sum(float(ms) for ms in re.findall(r"give or take ([\d.]+) ms", self.said()))
        apart = []
        for halves in calls.values():
            self.assertEqual(sorted(half["_machine"] for half in halves), ["alpha", "beta"])
            self.assertEqual(len({half["request"]["url"] for half in halves}), 1, "the right ones")
            server, client = sorted(halves, key=lambda half: half["_machine"])
            self.assertEqual((server["_side"], client["_side"]), ("server", "client"))
            starts = [datetime.datetime.fromisoformat(half["startedDateTime"].replace("Z", "+00:00")).timestamp() for half in (client, server)]
            apart.append(starts[1] - starts[0])
        self.assertGreaterEqual(min(apart), -uncertainty - 0.001, "a server does not begin before its client, as far as the clocks can tell")
        tools.measured(f"500 calls between two machines: all joined by sequence numbers; the server's half begins {sorted(apart)[250] * 1000:.2f} ms after the client's (median), "
                       f"at least {min(apart) * 1000:.2f} ms, clocks known to {uncertainty * 1000:.1f} ms")

    def test_what_cannot_be_is_said(self):
        self.site = machines.Machines(self, ["alpha"])
        for name in ("-oProxyCommand=touch x", "root@-host", "a b", "user@", "alpha;true"):
            answer = self.cli("record", f"--on={name}", "--jsonl", "-", status=2)
            self.assertIn("is not the name of a machine", answer.stderr)
        self.site.machines["alpha"].end()
        answer = subprocess.run(self.site.inside(tools.CLI, "record", "--on", "alpha", "--jsonl", "-", "--duration", "1"), capture_output=True, text=True,
                                stdin=subprocess.DEVNULL, env=self.site.environment(), timeout=60, check=False)
        self.assertEqual(answer.returncode, 3)
        self.assertRegex(answer.stderr, "ssh could not reach the machine.*refused")


if __name__ == "__main__":
    tools.main()
