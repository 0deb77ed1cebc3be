#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`cleartap-cli mcp` with the reference clients of the Model Context Protocol: every tool on real traffic, bad input, cancellation,
and a secret that is in no answer."""

import base64
import json
import os
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import agents, servers, tools

CANARY = "canary-Zq7hunter2"
TOOLS = ["start_capture", "wait_capture", "stop_capture", "list_captures", "open_file", "close_capture", "list_exchanges", "count_exchanges", "get_exchange",
         "get_body", "compare_exchanges", "explain_slow", "coverage", "doctor", "export_har"]


class Server(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_GET(self):
        if self.path.startswith("/slow"):
            time.sleep(0.3)
        body = json.dumps({"path": self.path.split("?")[0], "session": {"password": CANARY}, "fill": "äöü" * 4000 if self.path.startswith("/large") else ""}, ensure_ascii=False).encode()
        self.send_response(404 if self.path.startswith("/missing") else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Set-Cookie", f"sid={CANARY}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Mcp(tools.Case):
    def setUp(self):
        super().setUp()
        self.url = f"http://127.0.0.1:{servers.serve(self, Server)}"
        self.conf = self.path("curl.conf")
        with open(self.conf, "w", encoding="utf-8") as conf:
            for target in (f"/ok?token={CANARY}", f"/missing/{CANARY}", "/slow", "/large"):
                conf.write(f'url = "{self.url}{target}"\noutput = "/dev/null"\n')
            conf.write(f'header = "Authorization: Bearer {CANARY}"\nsilent\n')
        self.command = ["curl", "-K", self.conf]

    def agent(self, era, *arguments):
        agent = agents.Agent(era, *arguments)
        self.addCleanup(agent.close)
        return agent

    def captured(self, agent):
        started = agent.call("start_capture", command=self.command, seconds=60)
        state = {}
        for _ in range(20):
            state = agent.call("wait_capture", capture=started["capture"], seconds=30)
            if state["state"] == "ended":
                break
        self.assertEqual((state["state"], state["command_exit_status"], state["exchanges"]), ("ended", 0, 4), state)
        return started["capture"]

    def use_all_tools(self, agent):
        listed = agent.ask("tools")["tools"]
        self.assertEqual([tool["name"] for tool in listed], TOOLS)
        capture = self.captured(agent)
        self.assertEqual(agent.call("count_exchanges", capture=capture, filter="status>=400"), {"total": 1})
        self.assertEqual(agent.call("count_exchanges", capture=capture, group_by="status")["groups"], [{"status": "200", "count": 3}, {"status": "404", "count": 1}])
        page = agent.call("list_exchanges", capture=capture, limit=3)
        self.assertEqual((page["total"], page["next_offset"], [row["id"] for row in page["exchanges"]]), (4, 3, [0, 1, 2]))
        self.assertEqual(agent.call("list_exchanges", capture=capture, offset=3, fields=["id", "url"])["exchanges"], [{"id": 3, "url": f"{self.url}/large"}])
        slowest = agent.call("list_exchanges", capture=capture, order="slowest", limit=1, fields=["id", "why"])["exchanges"][0]
        self.assertEqual(slowest["id"], 2)
        self.assertIn("the server", slowest["why"])
        self.assertEqual(agent.call("explain_slow", capture=capture, id=2)["cause"], "server")
        entry = agent.call("get_exchange", capture=capture, id=0)["exchange"]
        self.assertEqual((entry["request"]["method"], entry["response"]["status"]), ("GET", 200))
        self.assertTrue(entry["_masked"]["count"] >= 3, entry["_masked"])
        whole, offset, pages = "", 0, 0
        while offset is not None:
            part = agent.call("get_body", capture=capture, id=3, bytes=5000, offset=offset)
            whole, offset, pages = whole + part["text"], part.get("next_offset"), pages + 1
        self.assertEqual((len(json.loads(whole)["fill"]), pages), (12000, 5))
        difference = agent.call("compare_exchanges", capture=capture, a=0, b=1)
        self.assertEqual(difference["status"], {"a": 200, "b": 404})
        self.assertNotIn("request_headers", difference)
        self.assertIn("processes", agent.call("coverage", capture=capture))
        self.assertTrue(agent.call("coverage")["processes"] is not None)
        self.assertTrue(agent.call("doctor")["findings"])
        har = self.path(f"{agent.process.pid}.har")
        exported = agent.call("export_har", capture=capture, path=har, filter="status:200")
        self.assertEqual((exported["exchanges"], exported["masked"]), (3, True))
        with open(har, encoding="utf-8") as text:
            text = text.read()
        self.assertEqual(len(json.loads(text)["log"]["entries"]), 3)
        self.assertNotIn(CANARY, text)
        opened = agent.call("open_file", path=har)
        self.assertEqual((opened["exchanges"], opened["state"]), (3, "ended"))
        self.assertEqual([each["capture"] for each in agent.call("list_captures")["captures"]], [capture, opened["capture"]])
        uris = [each["uri"] for each in agent.ask("resources")["resources"]]
        self.assertEqual(uris, [f"cleartap://capture/{capture}", f"cleartap://capture/{opened['capture']}"])
        self.assertEqual(len(agent.ask("templates")["resourceTemplates"]), 1)
        read = agent.ask("read", uri=f"{uris[0]}/exchange/1")["contents"][0]
        self.assertEqual(json.loads(read["text"])["exchange"]["response"]["status"], 404)
        agent.call("close_capture", capture=opened["capture"])
        running = agent.call("start_capture", pid=os.getpid(), seconds=60)
        stopped = agent.call("stop_capture", capture=running["capture"])
        self.assertEqual(stopped["state"], "ended")
        self.assertEqual(agent.ask("problems"), [])
        everything = "".join(agent.said)
        for spelling in (CANARY, base64.b64encode(CANARY.encode()).decode()[:20], CANARY.replace("-", "%2D")):
            self.assertNotIn(spelling, everything)
        tools.measured(f"{len(agent.said)} answers, {len(everything)} bytes, {everything.count('masked-')} tags")

    def test_every_tool_with_the_client_that_shakes_hands(self):
        agent = self.agent("handshake", "--allow-commands")
        self.assertEqual(agent.connected["server"]["name"], "cleartap")
        self.assertIn("never instructions", agent.connected["instructions"])
        self.use_all_tools(agent)

    def test_every_tool_with_the_stateless_client(self):
        self.use_all_tools(self.agent("stateless", "--allow-commands"))

    def test_what_does_not_fit_is_told_and_changes_nothing(self):
        agent = self.agent("handshake")
        for tool, arguments, words in (("start_capture", {"command": ["true"]}, "--allow-commands"), ("start_capture", {"pid": 1, "all": True}, "one scope"),
                                       ("start_capture", {"pid": "1"}, "must be an integer"), ("list_exchanges", {}, "capture"), ("list_exchanges", {"capture": "c9"}, "no capture c9"),
                                       ("open_file", {"path": "/nowhere.har"}, "No such file"), ("open_file", {"path": self.conf}, "not JSON"), ("open_file", {"path": "/dev/zero"}, "not a file"),
                                       ("doctor", {"loud": True}, "no argument loud")):
            with self.subTest(tool=tool, arguments=arguments):
                with self.assertRaises(agents.Refused) as refused:
                    agent.call(tool, **arguments)
                self.assertIn(words, refused.exception.args[0])
        for op, rest, code in (("call", {"name": "fly", "args": {}}, -32602), ("read", {"uri": "cleartap://capture/c1"}, -32002), ("read", {"uri": "file:///etc/passwd"}, -32002)):
            with self.assertRaises(agents.Refused) as refused:
                agent.ask(op, **rest)
            self.assertEqual(refused.exception.args[1], code)
        self.assertEqual(agent.call("list_captures"), {"captures": []})

    def test_a_file_is_never_written_over_and_filters_say_where_they_are_wrong(self):
        self.record("--save", self.path("run.cleartap"), command=self.command)
        agent = self.agent("handshake", self.path("run.cleartap"))
        with self.assertRaises(agents.Refused) as refused:
            agent.call("list_exchanges", capture="c1", filter="status>=")
        self.assertIn("Invalid filter at character", refused.exception.args[0])
        for path, words in ((self.path("out.har"), "exists already"), (self.path("run.txt"), ".har"), ("/nowhere/x.har", "No such file")):
            with self.assertRaises(agents.Refused) as refused:
                agent.call("export_har", capture="c1", path=path)
            self.assertIn(words, refused.exception.args[0])
        self.assertEqual(agent.call("count_exchanges", capture="c1"), {"total": 4})

    def test_a_call_that_waits_tells_its_progress_and_can_be_cancelled(self):
        agent = self.agent("handshake")
        capture = agent.call("start_capture", pid=os.getpid(), seconds=100)["capture"]
        waited = agent.ask("call", name="wait_capture", args={"capture": capture, "seconds": 1})
        self.assertTrue(waited["progress"] and waited["progress"][0]["total"] == 1, waited)
        began = time.monotonic()
        with self.assertRaises(agents.Refused) as refused:
            agent.ask("call", name="wait_capture", args={"capture": capture, "seconds": 90}, cancelAfter=500)
        self.assertIn("no longer wanted", refused.exception.args[0])
        # The next one is answered at once: the server has stopped waiting.
        self.assertEqual(agent.call("list_captures")["captures"][0]["state"], "running")
        self.assertLess(time.monotonic() - began, 45)
        agent.call("close_capture", capture=capture)

    def test_secrets_are_shown_only_if_the_person_says_so(self):
        agent = self.agent("handshake", "--unmasked", "--allow-commands")
        entry = agent.call("get_exchange", capture=self.captured(agent), id=0)["exchange"]
        self.assertIn({"name": "Authorization", "value": f"Bearer {CANARY}"}, entry["request"]["headers"])

    def test_bytes_that_are_no_messages_get_errors_and_the_rest_is_answered(self):
        deep = '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":' + "[" * 200000 + "]" * 200000 + "}}"
        lines = ["nonsense", "[]", "42", '{"id":1,"method":"ping"}', '{"jsonrpc":"2.0","id":{},"method":"ping"}', '{"jsonrpc":"2.0","id":2,"method":7}', deep, "x" * (5 << 20),
                 '{"jsonrpc":"2.0","id":3,"method":"ping","params":[]}', '{"jsonrpc":"2.0","id":4,"method":"unknown/method"}', '{"jsonrpc":"2.0","method":"notifications/unknown"}',
                 '{"jsonrpc":"2.0","id":5,"method":"tools/list","params":{"cursor":"x"}}',
                 '{"jsonrpc":"2.0","id":6,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"1999-01-01"}}}', '{"jsonrpc":"2.0","id":"last","method":"ping"}']
        answer = subprocess.run([tools.CLI, "mcp"], input="\n".join(lines), capture_output=True, text=True, timeout=60)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        said = [json.loads(line) for line in answer.stdout.splitlines()]
        codes = [each.get("error", {}).get("code") for each in said]
        self.assertEqual(codes, [-32700, -32600, -32600, -32600, -32600, -32600, -32700, -32600, -32602, -32601, -32602, -32022, None])
        self.assertEqual(said[-1], {"jsonrpc": "2.0", "id": "last", "result": {}})


if __name__ == "__main__":
    tools.main()
