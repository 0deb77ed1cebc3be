#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The helper as its service: not root, with a root, network and system calls of its own. A user captures through it."""

import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, servers, tools

UNIT = os.path.join(tools.ROOT, "packaging", "systemd", "cleartap-helper.service.in")
SERVICE, MINE = 23999, 23451


class Service(tools.Case):
    def setUp(self):
        super().setUp()
        self.nginx = servers.Nginx(self.folder)
        self.addCleanup(self.nginx.stop)
        self.home = self.path("home")
        os.mkdir(self.home, 0o700)
        os.chown(self.home, MINE, MINE)
        self.cli_copy = shutil.copy(tools.CLI, self.path("cleartap-cli"))
        holder = tempfile.TemporaryDirectory(prefix="cleartap-service-", dir="/run")  # not where the unit hides files
        self.addCleanup(holder.cleanup)
        self.place = holder.name
        os.chmod(self.place, 0o755)
        helper = [sys.executable, "-B", os.path.join(os.path.dirname(os.path.abspath(__file__)), "support", "imitated_unit.py"), UNIT, str(SERVICE), self.place, tools.HELPER]
        with open("/proc/kallsyms", encoding="utf-8") as symbols:
            if not any(line.split()[2] == "bpf_uprobe_multi_link_attach" for line in symbols):
                helper += ["CAP_SYS_ADMIN", "perf_event_open"]  # as cleartap-generator does
        self.helper = self.start(helper, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self.wait_for(lambda: self.helper.poll() is not None or self.field("Seccomp") == "2" and self.field("CapEff") == "0" * 16, "the helper listens", 60)
        self.assertIsNone(self.helper.poll())

    def field(self, name):
        try:
            with open(f"/proc/{self.helper.pid}/status", encoding="utf-8") as status:
                return re.search(rf"(?m)^{name}:\s*(\S+)", status.read()).group(1)
        except OSError:
            return None

    def cli(self, *arguments, status=0):
        answer = subprocess.run(["setpriv", f"--reuid={MINE}", f"--regid={MINE}", "--clear-groups", "--no-new-privs", "--inh-caps=-all", self.cli_copy, *arguments],
                                capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL, cwd=self.home,
                                env={"PATH": os.environ["PATH"], "HOME": self.home, "XDG_CACHE_HOME": self.home, "CLEARTAP_SOCKET": f"{self.place}/socket"})
        self.assertEqual(answer.returncode, status, answer.stdout[-2000:] + answer.stderr[-2000:])
        return answer

    def bodies(self, har):
        return len(exchanges.of_side(tools.read_har(har)["log"]["entries"], "client"))

    def test_a_user_captures_their_own_by_command_and_by_program(self):
        har = f"{self.home}/command.har"
        self.cli("record", "--har", har, "--", "sh", "-c", "; ".join(f"curl -sk --http1.1 -o /dev/null {self.nginx.url(scheme, '/small.json')}" for scheme in ("https", "http")))
        self.assertEqual(self.bodies(har), 2)
        # The unit has a /tmp of its own: the path is the client's.
        own = shutil.copy(shutil.which("curl"), f"{self.home}/own")
        os.chown(own, MINE, MINE)
        har = f"{self.home}/program.har"
        self.cli("record", "--exe", own, "--har", har, "--", own, "-sk", "--http1.1", "-o", "/dev/null", self.nginx.url("https", "/small.json"))
        self.assertEqual(self.bodies(har), 1)
        self.cli("record", "--all", "--duration", "1", "--har", f"{self.home}/all.har", status=3)
        log = f"{self.place}/logs/audit.jsonl"
        self.assertEqual((os.stat(log).st_uid, os.stat(log).st_mode & 0o777), (SERVICE, 0o600))
        with open(log, encoding="utf-8") as entries:
            self.assertEqual([re.search(r'"event":"(\w+)"', entry).group(1) for entry in entries], ["started", "ended", "started", "ended", "refused"])

    def test_doctor_says_how_each_role_is_confined(self):
        said = self.cli("doctor").stdout
        for role in ("Listener", "Session"):
            self.assertRegex(said, rf"(?m)^ok\s+{role}\s+user {SERVICE}; .*system calls filtered; no new privileges")
        for role in ("Relay", "Analyzer"):
            self.assertRegex(said, rf"(?m)^ok\s+{role}\s+user 6[123]\d\d\d; no capabilities; system calls filtered; no new privileges")
        self.assertEqual(self.field("Uid"), str(SERVICE))
        self.assertNotIn("sys_admin", said.lower() if "uprobe_multi (the best)" in said else "")
        self.assertEqual(os.listdir(os.path.join(f"/proc/{self.helper.pid}/root", "home")), [])


if __name__ == "__main__":
    tools.main()
