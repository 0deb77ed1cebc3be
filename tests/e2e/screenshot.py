#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of README: the window, both themes, during a live capture of what an office of small
services does. Argument: folder for pictures of more pages of the window, instead."""

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import display, servers, tools

ORDERS = {"orders": [{"id": 1000 + n, "customer": name, "total": round(19.9 * (n + 1), 2), "currency": "EUR",
                      "paid": n % 3 != 0, "items": [{"sku": f"A-{n}{k}", "count": k + 1} for k in range(2)]}
                     for n, name in enumerate(["Ada", "Grace", "Edsger", "Barbara", "Donald"])],
          "page": 1, "next": "/orders.json?page=2"}
PAGE = "<!doctype html><html><head><title>Shop</title></head><body><h1>Shop</h1>" + "<p>Goods</p>" * 300 + "</body></html>"


def traffic(nginx, until):
    """Requests of different kinds until the time is over."""
    noise = random.Random(4)
    agents = [["curl"], ["curl", "--compressed"]]
    calls = [("https", "/orders.json?page=1&token=8c1f0a7be2", []), ("https", "/index.html", []),
             ("https", "/app.css?v=31", []), ("http", "/health.json", []), ("https", "/app.js", []),
             ("https", "/report-2026.pdf", []), ("https", "/16k.bin", []),
             ("https", "/upload/invoice-{n}.json", ["-T", nginx.file("orders.json"), "-H", "Content-Type: application/json"]),
             ("http", "/orders.json?page=2", ["-H", "Authorization: Bearer 8c1f0a7be2c94d"]), ("https", "/1m.bin", [])]
    number = 0
    while time.monotonic() < until:
        scheme, path, more = calls[number % len(calls)]
        number += 1
        subprocess.run([*noise.choice(agents), "-sk", "--http1.1", "-o", "/dev/null", *more,
                        nginx.url(scheme, path.format(n=number))], check=False)
        time.sleep(noise.uniform(0.05, 0.4))


def picture(folder, theme, path, *options):
    os.makedirs(folder)
    screen = display.Xvfb()
    nginx = servers.Nginx(folder, gzip="on")
    try:
        nginx.write("orders.json", json.dumps(ORDERS).encode())
        nginx.write("index.html", PAGE.encode())
        nginx.write("app.css", b"body { margin: 0; font: 15px sans-serif; }\n" * 200)
        nginx.write("app.js", b"export const greet = name => `Hello ${name}`;\n" * 300)
        nginx.write("health.json", b'{"status": "up"}')
        window = subprocess.Popen([tools.WINDOW, "--theme", theme, "--start", "--after", "14000", "--size", "1440x900",
                                   *options, "--screenshot", path],
                                  env=screen.environment(folder), stdin=subprocess.DEVNULL)
        while not screen.captures(window) and window.poll() is None:
            time.sleep(0.1)
        busy = threading.Thread(target=traffic, args=(nginx, time.monotonic() + 10))
        busy.start()
        busy.join()
        if window.wait(60) != 0:
            raise SystemExit(f"the window ended with {window.returncode}")
        print(path)
    finally:
        nginx.stop()
        screen.stop()


# name: what the window is told
README = {"main-window": ["--select", "/orders.json?page=1"]}
PAGES = {**README, "overview": [], "comparison": ["--after", "24000", "--select", "/orders.json?page=2", "--compare"],
         "connection": ["--select", "/1m.bin", "--facts", "Connection"]}


def main():
    target = sys.argv[1] if len(sys.argv) > 1 else f"{tools.ROOT}/resources/screenshots"
    os.makedirs(target, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cleartap-pictures-") as folder:
        for name, options in (PAGES if len(sys.argv) > 1 else README).items():
            for theme, ending in (("light", ""), ("dark", "-dark")):
                picture(f"{folder}/{name}{ending}", theme, f"{target}/{name}{ending}.png", *options)


if __name__ == "__main__":
    main()
