#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each entry of the audit log is in the journal too, of a real journald in a mount namespace of its own."""

import json
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import tools

# With a folder for this test's files, the terminal program, the helper.
SCRIPT = """
set -e
mount -t tmpfs none /run
mount -t tmpfs none /var/log
/lib/systemd/systemd-journald &
journald=$!
trap 'kill $journald' EXIT
until [ -S /run/systemd/journal/socket ]; do sleep 0.05; done
"$2" record --har "$1/out.har" -- true
"$3" --socket "$1/helper.sock" &
helper=$!
until [ -S "$1/helper.sock" ]; do sleep 0.05; done
if CLEARTAP_SOCKET="$1/helper.sock" HOME="$1/home" setpriv --reuid=23451 --regid=23451 --clear-groups "$1/cleartap-cli" record --pid $$ --duration 1 --har /dev/null; then exit 9; fi
kill $helper
for try in 1 2 3 4 5 6 7 8 9 10; do
    journalctl --directory=/run/log/journal -o json SYSLOG_IDENTIFIER=cleartap-helper > "$1/journal.jsonl"
    [ "$(wc -l < "$1/journal.jsonl")" -ge 3 ] && break
    sleep 0.3
done
"""


class Journal(tools.Case):
    def lines(self, name):
        with open(self.path(name), encoding="utf-8") as text:
            return [json.loads(line) for line in text]

    def test_it_has_what_the_audit_log_has(self):
        # The build tree may lie where another user cannot go.
        shutil.copy(tools.CLI, self.path("cleartap-cli"))
        os.mkdir(self.path("home"))
        os.chown(self.path("home"), 23451, 23451)
        answer = subprocess.run(["unshare", "--mount", "--propagation", "private", "sh", "-c", SCRIPT, "sh", self.folder, tools.CLI, tools.HELPER],
                                capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL,
                                env={**os.environ, "LOGS_DIRECTORY": self.path("log"), "STATE_DIRECTORY": self.path("state")})
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
        audit, journal = self.lines("log/audit.jsonl"), self.lines("journal.jsonl")
        self.assertEqual([entry["event"] for entry in audit], ["started", "ended", "refused"])
        self.assertEqual(len(journal), len(audit), journal)
        for logged, copied in zip(audit, journal):
            for key, value in logged.items():
                if key not in ("before", "code"):
                    self.assertEqual(copied.get(f"CLEARTAP_{key.upper()}"), str(value), key)
            self.assertEqual(copied["PRIORITY"], "4" if logged["event"] == "refused" else "5")
            self.assertTrue(copied["MESSAGE"].startswith(f"capture {logged['event']}, "), copied["MESSAGE"])
            self.assertNotIn("CODE_FILE", copied)


if __name__ == "__main__":
    tools.main()
