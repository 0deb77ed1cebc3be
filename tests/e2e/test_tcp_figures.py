#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The TCP figures beside each exchange, over a wire that delays, drops and reorders packets, against what
getsockopt(TCP_INFO) told the two programs at the same moments."""

import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import lossy_peers, tools

# Ours, and the kernel's name in struct tcp_info.
SAME = {"srttUs": "rtt", "rttvarUs": "rttvar", "minRttUs": "min_rtt", "cwnd": "snd_cwnd", "ssthresh": "snd_ssthresh",
        "retransmits": "total_retrans", "lost": "lost", "reordering": "reord_seen", "deliveryRate": "delivery_rate",
        "bytesReceived": "bytes_received", "segmentsIn": "segs_in", "outOfOrder": "rcv_ooopack", "windowLimitedUs": "rwnd_limited"}
# The client asks before it sends: what it sends is counted at once.
AND_OF_THE_SERVER = {"bytesSent": "bytes_sent", "segmentsOut": "segs_out", "sendWindow": "snd_wnd"}


EXCHANGES = 10
TRIES = 3     # a program that is made to wait between its call and its question is told of what came meanwhile


class TcpFigures(tools.Case):
    def captured(self):
        """Figures of one run by (side, path): ours, and what the programs were told."""
        self.record("--jsonl", self.path("out.jsonl"), command=["/usr/bin/python3", lossy_peers.__file__])
        with open(self.path("out.jsonl"), encoding="utf-8") as lines:
            entries = [json.loads(line) for line in lines]
        told = [json.loads(line) for line in self.answer.stdout.splitlines() if line.startswith("{")]
        self.assertEqual(len(told), EXCHANGES, self.answer.stdout)
        return ({(entry["_side"], entry["request"]["url"].rpartition("/")[2]): entry["_tcp"] for entry in entries},
                {(one["side"], one["path"].strip("/")): one["info"] for one in told})

    def test_against_tcp_info(self):
        right, different = set(), []
        for _ in range(TRIES):
            by_side, told = self.captured()
            for (side, path), info in told.items():
                names = {**SAME, **(AND_OF_THE_SERVER if side == "server" else {})}
                start = by_side[side, path]["start"]
                others = [(side, path, ours, start.get(ours), info[kernel]) for ours, kernel in names.items() if start.get(ours) != info[kernel]]
                different += others
                if not others:
                    right.add((side, path))
            oldest = max(abs(by_side[key]["start"]["ageUs"]) for key in told)
            self.assertLess(oldest, 20_000)
            if len(right) == EXCHANGES:
                break
        self.assertEqual(len(right), EXCHANGES, different)

        lossy = by_side["server", "after-big"]["start"]
        self.assertGreater(lossy["retransmits"], 3)
        self.assertGreater(by_side["client", "after-big"]["start"]["outOfOrder"], 10)
        # At the end of the long answer: no older than two samples are apart, and a tick.
        end = by_side["client", "big"]
        self.assertLess(abs(end["ageUs"]), 30_000)
        self.assertGreater(end["bytesReceived"], end["start"]["bytesReceived"])
        series = end["series"]
        # Each 20 ms: how many that are is a matter of how fast the lossy wire was.
        self.assertGreater(len(series), 1)
        self.assertEqual(series, sorted(series, key=lambda sample: sample["time"]))
        self.assertGreater(series[-1]["bytesReceived"], series[0]["bytesReceived"])
        # The server has not read for 0.4 s: its window was closed, and the client's kernel counted how long.
        self.assertGreater(by_side["client", "after-upload"]["start"]["windowLimitedUs"], 200_000)
        self.assertIn(0, [sample["receiveWindow"] for sample in by_side["server", "upload"]["series"]])
        tools.measured(f"figures at the start of {len(told)} exchanges as TCP_INFO had them; taken at most {oldest} us away; "
                       f"{len(series)} samples of the long answer, {lossy['retransmits']} retransmits")


if __name__ == "__main__":
    tools.main()
