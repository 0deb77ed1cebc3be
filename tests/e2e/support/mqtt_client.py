#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client of MQTT (paho): subscribes to everything below its root, publishes, and waits until all of it came back.

    mqtt_client.py PORT CERTIFICATE|- tcp|websockets VERSION COUNT LOG     LOG gets {"sent": [[topic, QoS, SHA-256]…], "received": …}
"""

import hashlib
import json
import random
import ssl
import sys
import threading

from paho.mqtt import client as mqtt

SUBSCRIBED, PUBLISHED = threading.Event(), threading.Event()


def payload(number):
    """Empty, text, and bytes of any value and length."""
    noise = random.Random(number)
    if number % 3 == 0:
        return json.dumps({"number": number, "room": "Küche"}).encode()
    return noise.randbytes(0 if number == 1 else noise.choice((1, 125, 126, 127, 4000, 70_000)))


def main(port, certificate, transport, version, count, log):
    client = mqtt.Client("paho", transport=transport, protocol={"4": mqtt.MQTTv311, "5": mqtt.MQTTv5}[version])
    client.username_pw_set("me", "s3cret-word")
    if certificate != "-":
        client.tls_set(certificate, cert_reqs=ssl.CERT_NONE)
        client.tls_insecure_set(True)
    sent, received = [], []

    def on_message(_client, _data, message):
        received.append([message.topic, message.qos, hashlib.sha256(message.payload).hexdigest()])
        if len(received) == int(count):
            PUBLISHED.set()

    client.on_message = on_message
    client.on_connect = lambda *_: client.subscribe("house/#", 2)
    client.on_subscribe = lambda *_: SUBSCRIBED.set()
    client.connect("127.0.0.1", int(port))
    client.loop_start()
    if not SUBSCRIBED.wait(20):
        sys.exit("no answer to SUBSCRIBE")
    published = []
    for number in range(int(count)):
        contents = payload(number)
        sent.append([f"house/{number}", number % 3, hashlib.sha256(contents).hexdigest()])
        published.append(client.publish(sent[-1][0], contents, number % 3))
    # Not one by one: mosquitto looks at its WebSockets ten times a second.
    for message in published:
        message.wait_for_publish()
    whole = PUBLISHED.wait(20)
    client.disconnect()
    client.loop_stop()
    with open(log, "w", encoding="utf-8") as out:
        json.dump({"sent": sent, "received": received}, out)
    if not whole:
        sys.exit(f"{len(received)} of {count} came back")


if __name__ == "__main__":
    main(*sys.argv[1:])
