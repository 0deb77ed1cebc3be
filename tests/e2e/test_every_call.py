#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each kind of socket and of call that moves its bytes: captured whole and in order, or counted and named."""

import os
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import exchanges, servers, tools

PEER = os.path.join(os.path.dirname(tools.BIN), "tests", "calls_peer")
MPTCP = 262
MULTIPATH = f"""
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM, int(sys.argv[2]))
s.connect(("127.0.0.1", int(sys.argv[1])))
s.sendall(b"GET /several HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n")
while s.recv(999): pass
"""
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
TLS_SERVER = """
import socket, ssl, sys
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("cert.pem", "key.pem")
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
body = bytes(i % 251 for i in range(65536)) * (int(sys.argv[1]) // 65536)
while True:
    connection = context.wrap_socket(listener.accept()[0], server_side=True)
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Type: application/octet-stream\\r\\nConnection: close\\r\\nContent-Length: %d\\r\\n\\r\\n" % len(body) + body)
    connection.unwrap()
"""


def serve(kind=0, before_answer=0.0):
    """A server of this process that gives one answer a connection; its port."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, kind)
    listener.bind(("127.0.0.1", 0))
    listener.listen(20)

    def loop():
        while True:
            connection = listener.accept()[0]
            got = b""
            while b"\r\n\r\n" not in got:
                more = connection.recv(65536)
                if not more:
                    break
                got += more
            length = [int(line[16:]) for line in got.split(b"\r\n") if line.startswith(b"Content-Length: ")]
            rest = len(got.split(b"\r\n\r\n", 1)[-1])
            while length and rest < length[0]:
                rest += len(connection.recv(1 << 20))
            time.sleep(before_answer)
            connection.sendall(OK)
            connection.close()

    threading.Thread(target=loop, daemon=True).start()
    return listener.getsockname()[1]


class EveryCall(tools.Case):
    def log(self, *options, command):
        self.record(*options, command=command)
        return tools.read_har(self.path("out.har"))["log"]

    def of(self, log, comm):
        entries = [entry for entry in log["entries"] if entry["_process"]["comm"] == comm]
        talks = [each for each in log.get("_conversations", []) if each["_process"]["comm"] == comm]
        return entries, talks

    def test_multipath_tcp_is_one_connection_whatever_its_peer_speaks(self):
        for client, server in ((MPTCP, MPTCP), (MPTCP, 0), (0, MPTCP)):
            with self.subTest(client=client, server=server):
                port = serve(server)
                log = self.log(command=["/usr/bin/python3", "-c", MULTIPATH, str(port), str(client)])
                entries, talks = self.of(log, "python3")
                self.assertEqual([entry["response"]["status"] for entry in entries], [200])
                self.assertEqual(talks, [])
                self.assertEqual(entries[0]["_connection"]["remote"], f"127.0.0.1:{port}")
                connections = [each for each in log.get("_connections", []) if each.get("remote") == f"127.0.0.1:{port}"]
                self.assertLessEqual(len(connections), 1)

    def test_messages_of_one_call_lie_one_after_the_other(self):
        for count in (2, 3, 16, 17, 100, 1000):
            with self.subTest(count):
                log = self.log(command=[PEER, "sendmmsg", str(serve()), str(count)])
                entries, talks = self.of(log, "calls_peer")
                self.assertEqual([entry["request"]["url"].rsplit("/", 1)[1] for entry in entries], [str(count)])
                fields = {field["name"]: field["value"] for field in entries[0]["request"]["headers"]}
                self.assertEqual([fields.get(f"X-{i}") for i in range(count)], [f"message {i}" for i in range(count)])
                self.assertEqual(talks, [])

    def test_a_server_that_takes_many_messages_a_call_sees_the_request_whole(self):
        for count in (2, 16, 40):
            with self.subTest(count):
                script = (f"{PEER} recvmmsg {count} > {self.path('port')} & until [ -s {self.path('port')} ]; do sleep 0.1; done; "
                          f"curl -s -A {'x' * 300} http://127.0.0.1:$(cat {self.path('port')})/many; wait; rm {self.path('port')}")
                entries, talks = self.of(self.log(command=["sh", "-c", script]), "calls_peer")
                self.assertEqual([entry["request"]["url"].rsplit("/", 1)[1] for entry in entries], ["many"])
                self.assertIn({"name": "User-Agent", "value": "x" * 300}, entries[0]["request"]["headers"])
                self.assertEqual(talks, [])

    # System calls of 32-bit programs: kernels/matrix.py.
    def test_sockets_of_packets_are_counted_and_named(self):
        self.record(command=[PEER, "packets"])
        self.assertRegex(self.answer.stderr, r"lost: 2 events, 200 bytes: Unix packet sockets")

    def test_what_is_read_long_after_the_close_is_of_the_same_exchange(self):
        log = self.log(command=["sh", "-c", f"{PEER} late {serve()}; sleep 2"])
        entries, talks = self.of(log, "calls_peer")
        self.assertEqual([entry["response"]["status"] for entry in entries], [200])
        self.assertEqual(exchanges.content_bytes(entries[0]["response"]["content"]), b"ok")
        self.assertTrue(exchanges.complete(entries[0]))
        self.assertEqual(talks, [])

    def test_megabytes_in_one_call_are_whole_and_what_is_beyond_the_limit_is_a_gap(self):
        for size in (7 << 20, 40 << 20):
            entries, _ = self.of(self.log(command=[PEER, "large", str(serve()), str(size)]), "calls_peer")
            self.assertEqual(entries[0]["request"]["bodySize"], size)
            self.assertTrue(exchanges.complete(entries[0]), size)
        entries, _ = self.of(self.log("--call-limit", "1M", command=[PEER, "large", str(serve()), str(3 << 20)]), "calls_peer")
        self.assertGreaterEqual(entries[0]["_lost"]["bytes"], 2 << 20)
        self.assertIn("call longer than the limit", self.answer.stderr)

    def test_seven_megabytes_of_one_tls_call_are_whole_at_both_ends(self):
        servers.make_certificate(self.folder)
        size = 7 << 20
        script = (f"cd {self.folder}; /usr/bin/python3 -c '{TLS_SERVER}' {size} > port & until [ -s {self.folder}/port ]; do sleep 0.1; done; "
                  f"curl -sk -o {self.path('got')} https://127.0.0.1:$(cat {self.folder}/port)/seven; kill $!")
        entries = self.record(command=["sh", "-c", script])
        self.assertEqual(os.path.getsize(self.path("got")), size)
        of = exchanges.of_url(entries, "/seven$")
        self.assertEqual(sorted(entry["_process"]["comm"] for entry in of), ["curl", "python3"])
        for entry in of:
            self.assertEqual(entry["response"]["bodySize"], size, entry["_process"]["comm"])
            self.assertNotIn("_lost", entry, entry["_process"]["comm"])

    def test_the_program_is_its_file_and_not_what_exec_was_given(self):
        port = serve()
        link = self.path("a link to curl")
        os.symlink("/usr/bin/curl", link)
        for command in ([link, "-s", f"http://127.0.0.1:{port}/"],
                        ["sh", "-c", f"cd /usr; exec bin/curl -s http://127.0.0.1:{port}/"],
                        ["sh", "-c", f"cd /usr; exec /proc/self/cwd/bin/curl -s http://127.0.0.1:{port}/"]):
            entries = self.record(command=command)
            self.assertEqual([entry["_process"]["exe"] for entry in entries], [os.path.realpath("/usr/bin/curl")])


if __name__ == "__main__":
    tools.main()
