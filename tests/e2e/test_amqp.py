#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What pika and RabbitMQ say to each other, on both sides: methods with their answers and errors, messages of several channels by the hashes that
pika logged; in the clear, and inside TLS, of which only the client's side is read (the broker's TLS is Erlang's own)."""

import collections
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import brokers, tools

CLIENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "support", "amqp_client.py")
COUNT = 120


class AmqpTest(tools.Case):
    @classmethod
    def setUpClass(cls):
        # Erlang takes its time to start: one broker for all.
        holder = tempfile.TemporaryDirectory(prefix="cleartap-amqp-")
        cls.addClassCleanup(holder.cleanup)
        os.chmod(holder.name, 0o755)
        cls.broker = brokers.RabbitMq(holder.name)
        cls.addClassCleanup(cls.broker.stop)

    def record_client(self, tls, *arguments, options=()):
        port, certificate = (self.broker.tls_port, f"{self.broker.folder}/cert.pem") if tls else (self.broker.port, "-")
        self.record("--all", *options, command=["/usr/bin/python3", CLIENT, str(port), certificate, *arguments])
        return tools.read_har(self.path("out.har"))

    def payloads(self, tls):
        har = self.record_client(tls, "payloads", str(COUNT), self.path("log.json"), options=("--unmasked",))
        with open(self.path("log.json"), encoding="utf-8") as text:
            logged = {way: collections.Counter(tuple(one) for one in ones) for way, ones in json.load(text).items()}
        self.assertEqual((logged["sent"].total(), logged["received"].total()), (COUNT, COUNT))
        size = 0
        for side in ("client",) if tls else ("client", "server"):
            channel, = [c["_channel"] for c in brokers.beside(har, "_channels", "amqp", side)]
            self.assertEqual((channel["protocol"], channel["name"]), ("amqps" if tls else "amqp", "orders"))
            for way, name in (("send", "sent"), ("receive", "received")):
                messages = [m for m in channel["messages"] if "topic" in m and m["type"] == way]
                found = collections.Counter((m["topic"], brokers.sha256_of(m)) for m in messages)
                self.assertEqual(found, logged[name], f"{way}, {side}")
                self.assertFalse([m for m in messages if "_lost" in m])
                self.assertTrue(all("transient, application/octet-stream, size: " in m["delivery"] for m in messages))
            size = channel["requestBytes"]
        tools.measured(f"RabbitMQ{' inside TLS, the client side' if tls else ', each side'}: {2 * COUNT} payloads as pika hashed them, {size >> 20} MiB each way")

    def test_payloads_in_the_clear(self):
        self.payloads(False)

    def test_payloads_inside_tls(self):
        self.payloads(True)

    def test_methods_and_their_answers(self):
        har = self.record_client(False, "methods")
        text = brokers.dumped(har)
        whole = json.dumps(har)
        for secret in ("s3cret-word", "abc123", "hidden-key-1", "AG1lAHMzY3JldC13b3Jk", "czNjcmV0LXdvcmQ"):
            self.assertNotIn(secret, whole)
        for side in ("client", "server"):
            queries = [q["_query"] for q in brokers.beside(har, "_queries", "amqp", side)]
            told = [(q["verb"], q["statement"], q.get("result")) for q in queries]
            self.assertEqual({q.get("outcome") for q in queries}, {"ok"}, text)
            verb, statement, result = told[0]
            self.assertEqual((verb, statement), ("CONNECT", "vhost / as me"), text)
            self.assertTrue(result.startswith("RabbitMQ 3."), text)
            parameters, = queries[0]["parameters"]
            self.assertEqual((parameters["mechanism"], parameters["username"], parameters["connection_name"]), ("PLAIN", "me", "orders"), text)
            for expected in (("channel.open", "channel 1", "open-ok"), ("exchange.declare", "events (topic)", "declare-ok"),
                             ("queue.declare", "orders (durable, x-max-length: 100)", "orders: 0 messages, 0 consumers"), ("queue.bind", "orders to events/order.#", "bind-ok"),
                             ("basic.qos", "channel 1, prefetch 10", "qos-ok"), ("confirm.select", "channel 1", "select-ok"),
                             ("basic.get", "orders", "events/order.new, 0 messages left"), ("basic.get", "orders", "empty"), ("queue.purge", "orders", "1 message"),
                             ("queue.unbind", "orders from events/order.#", "unbind-ok"), ("queue.delete", "orders", "0 messages"), ("exchange.delete", "events", "delete-ok"),
                             ("channel.close", "channel 1, 0: Normal shutdown", "close-ok"), ("connection.close", "200: Normal shutdown", "close-ok")):
                self.assertIn(expected, told, text)
            channel, = [c["_channel"] for c in brokers.beside(har, "_channels", "amqp", side)]
            topics = [(m["topic"], m["type"]) for m in channel["messages"] if "topic" in m]
            self.assertEqual(topics, [("events/order.new", "send"), ("events/nobody", "send"), ("events/nobody", "receive"), ("events/order.new", "receive"),
                                      ("events/order.new", "receive"), ("orders", "send")], text)
            published, again = [m for m in channel["messages"] if m.get("topic") == "events/order.new"][::2]
            for words in ("channel 1, persistent, application/json, correlation c-1, ", "Trace: x1", "X-Api-Key: masked-"):
                self.assertIn(words, published["delivery"])
            self.assertIn("delivery 2, redelivered", again["delivery"])
            notices = [m["data"] for m in channel["messages"] if "topic" not in m and m.get("data")]
            self.assertEqual(notices, ["basic.return of events/nobody on channel 1: 312: NO_ROUTE", "basic.nack of delivery 1 on channel 1, requeue"], text)
        tools.measured(f"RabbitMQ: {len(told)} methods and {len(topics)} messages a side")

    def test_what_is_refused(self):
        har = self.record_client(False, "refused")
        text = brokers.dumped(har)
        self.assertNotIn("wrong-w0rd", json.dumps(har))
        for side in ("client", "server"):
            queries = [q["_query"] for q in brokers.beside(har, "_queries", "amqp", side)]
            failed = {(q["verb"], q["statement"]): q["result"] for q in queries if q.get("outcome") == "error"}
            self.assertEqual(set(failed), {("queue.declare", "missing (passive)"), ("CONNECT", "vhost none as me"), ("CONNECT", "as me")}, text)
            self.assertEqual(failed["queue.declare", "missing (passive)"], "404: NOT_FOUND - no queue 'missing' in vhost '/'", text)
            self.assertTrue(failed["CONNECT", "vhost none as me"].startswith("530: NOT_ALLOWED"), text)
            self.assertTrue(failed["CONNECT", "as me"].startswith("403: ACCESS_REFUSED"), text)

    def test_the_filter_finds_its_rows_by_name(self):
        har = self.record_client(False, "methods", options=("--filter", "is:amqp"))
        self.assertEqual(len(brokers.beside(har, "_channels", "amqp", "client")), 1, brokers.dumped(har))
        self.assertEqual(har["log"]["entries"], [])


if __name__ == "__main__":
    tools.main()
