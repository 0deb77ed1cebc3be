#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A capture that is over before new programs are analysed: that is done after it, so that the next one reads them at once."""

import os
import shutil
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import servers, tools

CLIENT = os.path.join(os.path.dirname(tools.BIN), "tests", "static_client")
PROGRAMS = 12
# Not a script that names them: they are found when they run, and the capture ends with the last of them.
START_ALL = "import subprocess as s,sys;[p.wait() for p in [s.Popen([f'{sys.argv[1]}/{i}',sys.argv[2],'/small.json']) for i in range(int(sys.argv[3]))]]"


def plans():
    return set(os.listdir(os.environ["CACHE_DIRECTORY"]))


class LaterPlans(tools.Case):
    def test_what_a_short_capture_had_no_time_for(self):
        nginx = servers.Nginx(self.folder)
        self.addCleanup(nginx.stop)
        # Beside the built ones: plans are not kept for every file system, and /tmp may be one of those.
        folder = tempfile.mkdtemp(dir=os.path.dirname(tools.BIN))
        self.addCleanup(shutil.rmtree, folder)
        programs = [shutil.copy(CLIENT, os.path.join(folder, str(number))) for number in range(PROGRAMS)]
        begin = time.monotonic()
        self.record("--unmasked", command=["/usr/bin/python3", "-c", START_ALL, folder, str(nginx.tls_port), str(PROGRAMS)])
        ended = time.monotonic()
        inodes = [f"-{os.stat(program).st_ino:x}-" for program in programs]
        while time.monotonic() < ended + 30:
            kept = [name for name in plans() if any(inode in name for inode in inodes)]
            if len(kept) >= PROGRAMS:
                break
            time.sleep(0.1)
        self.assertEqual(len(kept), PROGRAMS)
        tools.measured(f"{PROGRAMS} new programs: the capture took {ended - begin:.1f} s, their plans were there {time.monotonic() - ended:.1f} s after it")


if __name__ == "__main__":
    tools.main()
