# SPDX-License-Identifier: GPL-3.0-or-later
"""Agents of `cleartap-cli mcp`: the reference clients from npm, each a process that is driven line by line."""

import json
import os
import shutil
import subprocess

from support import npm_packages, tools


def client():
    """The client's program, beside the packages that it needs."""
    folder = npm_packages.installed("mcp")
    return shutil.copy(os.path.join(npm_packages.source("mcp"), "client.mjs"), folder)


class Refused(Exception):
    """The client's error: its words, code and data."""


class Agent:
    def __init__(self, era, *arguments):
        self.said = []
        self.process = subprocess.Popen(["node", client(), era, tools.CLI, "mcp", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.connected = self.ask("connect")

    def ask(self, op, **rest):
        self.process.stdin.write(json.dumps({"op": op, **rest}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError("the client ended")
        self.said.append(line)
        answer = json.loads(line)
        if "error" in answer:
            raise Refused(answer["error"], answer["code"], answer["data"])
        return answer["result"]

    def call(self, tool, **arguments):
        """What the tool gave; Refused if it says that it failed."""
        result = self.ask("call", name=tool, args=arguments)
        if result.get("isError"):
            raise Refused(result["content"][0]["text"], None, None)
        if json.loads(result["content"][0]["text"]) != result["structuredContent"]:
            raise AssertionError("text and structure differ")
        return result["structuredContent"]

    def close(self):
        if self.process.poll() is None:
            try:
                self.ask("close")
            finally:
                self.process.stdin.close()
                self.process.wait(30)
                self.process.stdout.close()
