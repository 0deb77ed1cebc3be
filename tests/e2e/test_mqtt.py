#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What mosquitto_pub, mosquitto_sub and paho say to mosquitto, on both sides: MQTT 3.1.1 and 5, plain, inside TLS, inside
WebSocket and inside both."""

import base64
import collections
import hashlib
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import brokers, exchanges, tools

CLIENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "support", "mqtt_client.py")
COUNT = 100


def publishes(packets, version):
    """(topic, QoS, SHA-256) of each PUBLISH among packets that follow each other. Properties are of less than 128 bytes."""
    while packets:
        length, at = 0, 1
        while True:
            length |= (packets[at] & 127) << 7 * (at - 1)
            at += 1
            if packets[at - 1] < 128:
                break
        body = packets[at:at + length]
        if packets[0] >> 4 == 3:
            qos, end = packets[0] >> 1 & 3, 2 + int.from_bytes(body[:2], "big")
            payload = end + (2 if qos else 0)
            payload += 1 + body[payload] if version == "5" else 0
            yield body[2:end].decode(), qos, hashlib.sha256(body[payload:]).hexdigest()
        packets = packets[at + length:]


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

    def paho(self, port, tls, transport, version, *options):
        """What a client logged that it sent and received, and the HAR."""
        log = self.path("log.json")
        self.record("--all", *options, command=["/usr/bin/python3", CLIENT, str(port), f"{self.broker.folder}/cert.pem" if tls else "-",
                                                    transport, version, str(COUNT), log])
        with open(log, encoding="utf-8") as text:
            logged = json.load(text)
        self.assertEqual((len(logged["sent"]), len(logged["received"])), (COUNT, COUNT))
        return {way: collections.Counter(tuple(one) for one in logged[name]) for way, name in (("send", "sent"), ("receive", "received"))}, \
            tools.read_har(self.path("out.har"))

    def check_messages(self, har, logged, tls):
        """The queries of paho, and its channel with the payloads that it logged; gives the channel of each side."""
        channels = {}
        for side in ("client", "server"):
            queries = [q["_query"] for q in brokers.beside(har, "_queries", "mqtt", side)]
            self.assertEqual([(q["verb"], q["statement"], q["outcome"]) for q in queries],
                             [("CONNECT", "paho", "ok"), ("SUBSCRIBE", "house/# (QoS 2)", "ok")], brokers.dumped(har))
            self.assertEqual(queries[0]["parameters"][0]["username"], "me")
            channels[side], = [c["_channel"] for c in brokers.beside(har, "_channels", "mqtt", side)]
            self.assertEqual(channels[side]["protocol"], "mqtts" if tls else "mqtt")
            for way, expected in logged.items():
                found = [(m["topic"], int(m["delivery"][4]), brokers.sha256_of(m)) for m in channels[side]["messages"] if "topic" in m and m["type"] == way]
                self.assertEqual(collections.Counter(found), expected, f"{way}, {side}")
        # paho wakes itself up over a connection of its own.
        port = channels["client"]["target"].rpartition(":")[2]
        ends = [c["_connection"][end].rpartition(":")[2] for c in har["log"].get("_conversations", []) for end in ("local", "remote")]
        self.assertNotIn(port, ends, "bytes that no packet takes")
        return channels

    def payloads(self, tls, version):
        logged, har = self.paho(self.broker.tls_port if tls else self.broker.port, tls, "tcp", version, "--unmasked")
        self.check_messages(har, logged, tls)
        tools.measured(f"MQTT {version}{' inside TLS' if tls else ''}: {2 * COUNT} payloads a side, as paho hashed them")

    def inside_websocket(self, tls, version):
        logged, har = self.paho(self.broker.web_tls_port if tls else self.broker.web_port, tls, "websockets", version, "--unmasked")
        channels = self.check_messages(har, logged, tls)
        for side in ("client", "server"):
            entry, = exchanges.of_side(har["log"]["entries"], side)
            self.assertTrue(entry["request"]["url"].startswith("wss:" if tls else "ws:"))
            self.assertNotIn("_lost", entry)
            # Whatever the WebSocket carried is of a query or of the channel.
            taken = [q["_query"] for q in brokers.beside(har, "_queries", "mqtt", side)] + [channels[side]]
            for way, expected in logged.items():
                packets = b"".join(base64.b64decode(m["data"]) for m in entry["_webSocketMessages"] if m["type"] == way and m["opcode"] == 2)
                self.assertEqual(collections.Counter(publishes(packets, version)), expected, f"{way}, {side}")
                count = {"send": "requestBytes", "receive": "responseBytes"}[way]
                self.assertEqual(sum(one[count] for one in taken), len(packets), f"{way}, {side}")
        tools.measured(f"MQTT {version} inside WebSocket{' inside TLS' if tls else ''}: {2 * COUNT} payloads a side, as paho hashed them")

    def masked_inside_websocket(self, tls, version):
        self.paho(self.broker.web_tls_port if tls else self.broker.web_port, tls, "websockets", version)
        with open(self.path("out.har"), encoding="utf-8") as text:
            har = text.read()
        self.assertNotIn("s3cret-word", har)
        for before in range(3):
            # The characters of base64 that only the password decides, wherever it begins.
            encoded = base64.b64encode(b"x" * before + b"s3cret-word").decode()
            self.assertNotIn(encoded[4 if before else 0:len(encoded) // 4 * 4 - 4], har, "base64")
        har = json.loads(har)
        for side in ("client", "server"):
            connect = next(q["_query"] for q in brokers.beside(har, "_queries", "mqtt", side))
            self.assertEqual(connect["parameters"][0]["username"], "me")
            self.assertIn("masked", connect["parameters"][0]["password"])
            entry, = exchanges.of_side(har["log"]["entries"], side)
            binary = [m for m in entry["_webSocketMessages"] if m["opcode"] == 2]
            self.assertGreater(len(binary), COUNT)
            self.assertFalse([m for m in binary if "data" in m or "Bytes omitted" not in m["_comment"] or not m["size"]])

    def test_payloads_in_the_clear(self):
        self.payloads(False, "5")

    def test_payloads_inside_tls(self):
        self.payloads(True, "4")

    def test_packets_inside_websocket(self):
        self.inside_websocket(False, "5")

    def test_packets_inside_websocket_inside_tls(self):
        self.inside_websocket(True, "4")

    def test_masked_inside_websocket(self):
        self.masked_inside_websocket(False, "4")

    def test_masked_inside_websocket_inside_tls(self):
        self.masked_inside_websocket(True, "5")

    def test_the_filter_finds_its_rows_by_name(self):
        publish = " ".join(self.broker.client("pub") + ["-V", "mqttv5", "-i", "x", "-t", "a/b", "-m", "hi"])
        self.record("--all", "--unmasked", "--filter", "is:mqtt", command=["sh", "-c", publish])
        har = tools.read_har(self.path("out.har"))
        self.assertEqual(len(brokers.beside(har, "_channels", "mqtt", "client")), 1, brokers.dumped(har))
        self.assertEqual(har["log"]["entries"], [])


if __name__ == "__main__":
    tools.main()
