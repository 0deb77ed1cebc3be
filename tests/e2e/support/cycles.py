# SPDX-License-Identifier: GPL-3.0-or-later
"""Captures that begin and end, again and again, while wrk asks nginx over kept-alive TLS connections."""

import re
import signal
import struct
import subprocess
import threading
import time

from support import frames, tools


class Result:
    """Seconds. silent: from Stop to the last record that a probe made; ended: to the end of the answer."""

    def __init__(self):
        self.attached, self.silent, self.ended, self.events = [], [], [], []
        self.requests, self.failures = 0, []


def cycle(socket_path, hold, result):
    client = frames.Client(socket_path, timeout=60)
    client.send(frames.hello())
    began = time.monotonic()
    client.send(frames.start(scope=6))
    while (frame := client.next()) is not None and frame.type != frames.STARTED:
        if frame.type == frames.REFUSED:
            raise RuntimeError(f"refused: {frame.body!r}")
    result.attached.append(time.monotonic() - began)
    stopped = [None]

    def stop():
        time.sleep(hold)
        stopped[0] = time.monotonic()
        client.send(frames.frame(frames.STOP))

    stopper = threading.Thread(target=stop)
    stopper.start()
    last = count = 0
    while (frame := client.next()) is not None:
        if frame.type == frames.DATA:
            last, count = struct.unpack_from("<q", frame.body)[0], count + 1
    stopper.join()
    result.ended.append(time.monotonic() - stopped[0])
    result.silent.append(max(0.0, last / 1e9 - stopped[0]))
    result.events.append(count)
    client.close()


def run(socket_path, url, cycles, hold=0.1, connections=8):
    """Helper and server run already. hold: seconds from Started to Stop."""
    result = Result()
    wrk = subprocess.Popen(["wrk", "-t1", f"-c{connections}", "-d3600s", "--timeout", "10s", url], stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        time.sleep(0.5)
        for _ in range(cycles):
            cycle(socket_path, hold, result)
            if wrk.poll() is not None:
                result.failures.append("wrk ended")
                break
        wrk.send_signal(signal.SIGINT)
        said = wrk.communicate(timeout=30)[0]
    finally:
        tools.end(wrk)
    answered = re.search(r"(\d+) requests in", said)
    result.requests = int(answered[1]) if answered else 0
    result.failures += re.findall(r"Socket errors:.*|Non-2xx.*", said)
    return result
