#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What mosquitto_pub and mosquitto_sub say to mosquitto, on both sides: MQTT 3.1.1 and 5, plain and inside TLS."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import brokers, tools


class MqttTest(tools.Case):
    def setUp(self):
        super().setUp()
        self.broker = brokers.Mosquitto(self.folder)
        self.addCleanup(self.broker.stop)

    def messages(self, version, tls=False):
        subscribe = " ".join(self.broker.client("sub", tls) + ["-V", version, "-i", "reader", "-t", "'rooms/#'", "-q", "1", "-C", "3"])
        publish = " ".join(self.broker.client("pub", tls) + ["-V", version, "-i", "writer", "-u", "me", "-P", "s3cret-word", "-q", "1"])
        script = f"""{subscribe} >{self.path("received")} & sleep 1
            {publish} -t rooms/1/temperature -m 21.5; {publish} -t rooms/2/state -m '{{"open":true,"token":"abc123"}}'; {publish} -t rooms/3/empty -n; wait"""
        self.record("--all", command=["sh", "-c", script])
        with open(self.path("received"), encoding="utf-8") as received:
            self.assertEqual(received.read().split()[0], "21.5")
        har = tools.read_har(self.path("out.har"))
        text = brokers.dumped(har)
        self.assertNotIn("s3cret-word", text)
        for side in ("client", "server"):
            queries = [q["_query"] for q in brokers.beside(har, "_queries", "mqtt", side)]
            told = {q["statement"]: q for q in queries if q["verb"] == "CONNECT"}
            self.assertEqual(set(told), {"reader", "writer"}, text)
            self.assertEqual(told["writer"]["parameters"][0]["username"], "me", text)
            self.assertEqual({q["outcome"] for q in queries}, {"ok"}, text)
            subscription, = [q for q in queries if q["verb"] == "SUBSCRIBE"]
            self.assertEqual((subscription["statement"], subscription["result"]), ("rooms/# (QoS 1)", "QoS 1"), text)
            channels = [c["_channel"] for c in brokers.beside(har, "_channels", "mqtt", side)]
            self.assertEqual({c["protocol"] for c in channels}, {"mqtts" if tls else "mqtt"}, text)
            reader, = [c for c in channels if c["name"] == "reader"]
            topics = [(m["topic"], m["type"]) for m in reader["messages"] if "topic" in m]
            self.assertEqual(topics, [("rooms/1/temperature", "receive"), ("rooms/2/state", "receive"), ("rooms/3/empty", "receive")], text)
            published = [m for c in channels if c["name"] == "writer" for m in c["messages"] if "topic" in m]
            self.assertEqual(published[0]["data"], "21.5", text)
            self.assertTrue(published[0]["delivery"].startswith("QoS 1, packet "), text)
            self.assertNotIn("abc123", published[1]["data"])
        tools.measured(f"MQTT {version}{' inside TLS' if tls else ''}: {len(topics)} messages a side")

    def test_3_1_1_in_the_clear(self):
        self.messages("mqttv311")

    def test_5_in_the_clear(self):
        self.messages("mqttv5")

    def test_3_1_1_inside_tls(self):
        self.messages("mqttv311", tls=True)

    def test_5_inside_tls(self):
        self.messages("mqttv5", tls=True)

    def test_the_filter_finds_its_rows_by_name(self):
        publish = " ".join(self.broker.client("pub") + ["-V", "mqttv5", "-i", "x", "-t", "a/b", "-m", "hi"])
        self.record("--all", "--unmasked", "--filter", "is:mqtt", command=["sh", "-c", publish])
        har = tools.read_har(self.path("out.har"))
        self.assertEqual(len(brokers.beside(har, "_channels", "mqtt", "client")), 1, brokers.dumped(har))
        self.assertEqual(har["log"]["entries"], [])


if __name__ == "__main__":
    tools.main()
