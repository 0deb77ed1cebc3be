#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Server-sent events and streamed records: each is told as it was sent, plain and behind nginx with TLS and gzip; and
in the window at once."""

import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import display, exchanges, servers, tools

SERVER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "support", "event_server.py")
LATEST = 0.2   # seconds from sending an event to its being painted


class EventStream(tools.Case):
    def setUp(self):
        super().setUp()
        (self.port,) = servers.free_ports(1)
        self.start(["/usr/bin/python3", SERVER, str(self.port)], stdin=subprocess.DEVNULL)
        self.nginx = servers.Nginx(self.folder, gzip="on", locations=f"""
        location /events {{ proxy_pass http://127.0.0.1:{self.port}; proxy_buffering off; proxy_http_version 1.1; }}
        location /records {{ proxy_pass http://127.0.0.1:{self.port}; proxy_buffering off; proxy_http_version 1.1; }}""")
        self.addCleanup(self.nginx.stop)

    def expected(self, body):
        """What a reader of the bytes that curl got finds in them."""
        found = []
        for block in body.replace("\r\n", "\n").split("\n\n"):
            fields = [line.split(": ", 1) for line in block.split("\n") if ": " in line and not line.startswith(":")]
            data = "\n".join(value for name, value in fields if name == "data")
            if not data:
                continue
            event = {"event": dict(fields).get("event", "message"), "data": data}
            found.append({**event, "id": dict(fields)["id"]} if "id" in dict(fields) else event)
        return found

    def check_stream(self, url, count, *options):
        """Records curl, and compares what is told with what it wrote down."""
        got = self.path("got")
        entries = self.record("--all", "--unmasked", command=["curl", "-skN", *options, "-o", got, url])
        with open(got, encoding="utf-8") as text:
            body = text.read()
        path = url.split("/", 3)[3]
        seen = [e for e in exchanges.of_url(entries, path.replace("?", r"\?")) if "_eventStream" in e or "_records" in e]
        clients = [e for e in exchanges.of_side(seen, "client") if e["_process"]["comm"] == "curl"]
        self.assertEqual(len(clients), 1, self.answer.stderr)
        self.assertTrue(exchanges.of_side(seen, "server"))
        for entry in seen:
            self.assertTrue(exchanges.complete(entry), entry.get("_lost"))
            told = entry.get("_eventStream", entry.get("_records"))
            times = [each.pop("time") for each in told]
            if "_records" in entry:
                self.assertEqual([each["data"] for each in told], body.splitlines())
            else:
                self.assertEqual(told, self.expected(body))
            self.assertEqual(len(told), count)
            late = [at - json.loads(each["data"].split("\n")[0])["sent"] for at, each in zip(times, told)]
            self.assertGreater(min(late), -0.01)
            self.assertLess(max(late), 0.5, "an event is dated long after it was sent")
        return clients[0]

    def test_events_as_they_were_sent(self):
        self.check_stream(f"http://127.0.0.1:{self.port}/events?count=40&every=0.01", 40)

    def test_events_behind_tls_and_gzip(self):
        entry = self.check_stream(self.nginx.url("https", "/events?count=40&every=0.02"), 40, "--http1.1", "--compressed")
        self.assertEqual(dict(exchanges.headers(entry["response"]))["Content-Encoding"], "gzip")
        self.assertEqual(entry["_tls"]["library"], "OpenSSL")

    def test_records_behind_tls_and_gzip(self):
        entry = self.check_stream(self.nginx.url("https", "/records?count=40&every=0.02"), 40, "--http1.1", "--compressed")
        self.assertEqual(dict(exchanges.headers(entry["response"]))["Content-Encoding"], "gzip")

    def test_an_event_is_in_the_window_within_200_ms_of_being_sent(self):
        self.assertTrue(os.access(tools.WINDOW, os.X_OK), f"{tools.WINDOW} is not built")
        screen = display.Xvfb()
        self.addCleanup(screen.stop)
        log, said = self.path("messages.jsonl"), self.path("window.err")
        with open(said, "w", encoding="utf-8") as err:
            window = self.start([tools.WINDOW, "--start", "--after", "14000", "--select", "live", "--messages-log", log,
                                 "--report", self.path("report.json")],
                                env=screen.environment(self.folder), stdin=subprocess.DEVNULL, stdout=err, stderr=err)
        self.wait_for(lambda: screen.captures(window), "the window captures")
        # The row is chosen when it appears; the first events come when somebody looks.
        subprocess.run(["curl", "-skN", "--http1.1", "--compressed", "-o", "/dev/null",
                        self.nginx.url("https", "/events?live=1&count=30&every=0.1&wait=1.5")], check=True)
        self.assertEqual(window.wait(60), 0, open(said, encoding="utf-8", errors="replace").read())
        late = {}
        with open(log, encoding="utf-8") as text:
            for line in map(json.loads, text):
                number, sent = re.match(r'{"number": (\d+), "sent": ([\d.]+)', line["contents"]).groups()
                late[int(number)] = line["shown"] - float(sent)
        self.assertEqual(sorted(late), list(range(30)))
        delays = sorted(late.values())
        tools.measured(f"30 events, over TLS and gzip, are painted {1000 * delays[15]:.0f} ms after they were sent (median), "
                       f"{1000 * delays[-1]:.0f} ms (worst)")
        self.assertLess(delays[-1], LATEST)


if __name__ == "__main__":
    tools.main()
