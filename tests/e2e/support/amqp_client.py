#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients of RabbitMQ (pika).

    amqp_client.py PORT CERTIFICATE|- payloads COUNT LOG     publishes on several channels, frames of all of them in turn, and waits until all came
                                                             back; LOG gets {"sent": [[place, SHA-256]...], "received": ...}
    amqp_client.py PORT CERTIFICATE|- methods                declares, binds, gets, refuses, returns
    amqp_client.py PORT CERTIFICATE|- refused                a queue that is missing, a virtual host that is missing, a wrong password
"""

import hashlib
import itertools
import json
import random
import ssl
import sys

import pika
from pika import frame, spec

CHANNELS = 5


def connect(port, certificate, password="s3cret-word", **more):
    options = None
    if certificate != "-":
        context = ssl.create_default_context(cafile=certificate)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        options = pika.SSLOptions(context)
    return pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", int(port), credentials=pika.PlainCredentials("me", password), ssl_options=options,
                                                             client_properties={"connection_name": "orders"}, **more))


def payload(number):
    """Empty, text, and bytes of any value and length, also of more than a frame."""
    noise = random.Random(number)
    if number % 3 == 0:
        return json.dumps({"number": number, "room": "Küche"}).encode()
    return noise.randbytes(0 if number == 1 else noise.choice((1, 15, 4000, 70_000, 131_064, 131_065, 400_000)))


def frames(channel, place, contents, size):
    """One message, its bodies of at most `size` bytes."""
    yield frame.Method(channel, spec.Basic.Publish(exchange=place[0], routing_key=place[1]))
    yield frame.Header(channel, len(contents), spec.BasicProperties(content_type="application/octet-stream", delivery_mode=1, headers={"size": len(contents)}))
    for at in range(0, len(contents), size):
        yield frame.Body(channel, contents[at:at + size])


def payloads(port, certificate, count, log):
    connection = connect(port, certificate)
    channels = [connection.channel() for _ in range(CHANNELS)]
    sent, received = [], []

    def on_message(channel, method, _properties, body):
        received.append([f"{method.exchange}/{method.routing_key}", hashlib.sha256(body).hexdigest()])
        channel.basic_ack(method.delivery_tag)

    channels[0].exchange_declare("bulk", "topic")
    for channel in channels:
        queue = channel.queue_declare("", exclusive=True).method.queue
        channel.queue_bind(queue, "bulk", f"{channel.channel_number}.#")
        channel.basic_consume(queue, on_message)
    for first in range(0, int(count), CHANNELS):
        writers = []
        for number, channel in zip(range(first, int(count)), channels):
            contents, place = payload(number), ("bulk", f"{channel.channel_number}.{number}")
            sent.append(["/".join(place), hashlib.sha256(contents).hexdigest()])
            writers.append(frames(channel.channel_number, place, contents, random.Random(number).choice((9000, 131_064))))
        in_turn = [one for turn in itertools.zip_longest(*writers) for one in turn if one]
        connection._impl._output_marshaled_frames([one.marshal() for one in in_turn])
        connection.process_data_events(0)
    for _ in range(600):
        if len(received) >= int(count):
            break
        connection.process_data_events(0.1)
    connection.close()
    with open(log, "w", encoding="utf-8") as out:
        json.dump({"sent": sent, "received": received}, out)
    if len(received) != int(count):
        sys.exit(f"{len(received)} of {count} came back")


def methods(port, certificate):
    connection = connect(port, certificate)
    channel = connection.channel()
    channel.exchange_declare("events", "topic")
    channel.queue_declare("orders", durable=True, arguments={"x-max-length": 100})
    channel.queue_bind("orders", "events", "order.#")
    channel.basic_qos(prefetch_count=10)
    channel.confirm_delivery()
    channel.basic_publish("events", "order.new", b'{"open":true,"token":"abc123"}',
                          pika.BasicProperties(content_type="application/json", delivery_mode=2, correlation_id="c-1", headers={"Trace": "x1", "X-Api-Key": "hidden-key-1"}))
    try:
        channel.basic_publish("events", "nobody", b"lost", mandatory=True)
    except pika.exceptions.UnroutableError:
        pass
    method, _properties, _body = channel.basic_get("orders")
    channel.basic_nack(method.delivery_tag, requeue=True)
    method, _properties, _body = channel.basic_get("orders")
    channel.basic_ack(method.delivery_tag)
    assert channel.basic_get("orders")[0] is None
    channel.basic_publish("", "orders", b"s3cret-word")
    channel.queue_purge("orders")
    channel.queue_unbind("orders", "events", "order.#")
    channel.queue_delete("orders")
    channel.exchange_delete("events")
    channel.close()
    connection.close()


def refused(port, certificate):
    connection = connect(port, certificate)
    try:
        connection.channel().queue_declare("missing", passive=True)
    except pika.exceptions.ChannelClosedByBroker as closed:
        assert closed.reply_code == 404
    connection.close()
    for wrong in ({"virtual_host": "none"}, {"password": "wrong-w0rd"}):
        try:
            connect(port, certificate, **wrong).close()
        except pika.exceptions.AMQPError:
            continue
        sys.exit(f"taken: {wrong}")


if __name__ == "__main__":
    {"payloads": payloads, "methods": methods, "refused": refused}[sys.argv[3]](*sys.argv[1:3], *sys.argv[4:])
