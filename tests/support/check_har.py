#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks HAR files: against the schemas of har-schema 2.0.0 (tests/data/har-schema, ISC licence), and
for what HAR 1.2 says beyond them. With --jsonl each line is one entry. Exits 1 and names what is wrong."""

import argparse
import base64
import datetime
import ipaddress
import json
import pathlib
import sys
import warnings
from urllib.parse import urlsplit

import jsonschema

# Debian 12 has jsonschema 4.10, whose resolver later versions call outdated.
warnings.filterwarnings("ignore", category=DeprecationWarning)

SCHEMAS = pathlib.Path(__file__).resolve().parent.parent / "data" / "har-schema"


def validator(name):
    store = {}
    for path in SCHEMAS.glob("*.json"):
        schema = json.loads(path.read_text())
        store[schema["$id"]] = schema
        store[schema["$id"].rstrip("#")] = schema
    schema = store[name + ".json#"]
    resolver = jsonschema.RefResolver(schema["$id"], schema, store=store)
    return jsonschema.Draft6Validator(schema, resolver=resolver, format_checker=jsonschema.FormatChecker())


def entry_faults(entry):
    timings = entry["timings"]
    for name, value in timings.items():
        if name != "comment" and value < 0 and value != -1:
            yield f"timings.{name} is {value}"
    phases = [timings.get(name, -1) for name in ("blocked", "dns", "connect", "send", "wait", "receive")]
    total = sum(value for value in phases if value >= 0)
    if abs(total - entry["time"]) > 0.001:
        yield f"time is {entry['time']}, its phases make {total}"
    if timings.get("ssl", -1) > timings.get("connect", -1):
        yield f"ssl {timings['ssl']} is longer than connect {timings.get('connect')}"

    url = urlsplit(entry["request"]["url"])
    if not url.scheme or not url.netloc or url.fragment:
        yield f"url {entry['request']['url']} is not absolute, or has a fragment"
    if not entry["request"]["url"].isascii() or " " in entry["request"]["url"]:
        yield f"url {entry['request']['url']} has characters that no URL has"
    if "serverIPAddress" in entry:
        ipaddress.ip_address(entry["serverIPAddress"])
    started = datetime.datetime.fromisoformat(entry["startedDateTime"].replace("Z", "+00:00"))
    if started.tzinfo is None:
        yield "startedDateTime has no zone"

    content = entry["response"]["content"]
    text = content.get("text")
    if content.get("encoding") == "base64":
        data = base64.b64decode(text, validate=True)
    elif "encoding" in content:
        yield f"content.encoding is {content['encoding']}"
        data = b""
    else:
        data = text.encode() if text is not None else None
    masked = "_masked" in entry
    if data is not None and not masked and "comment" not in content and "charset" not in content["mimeType"].lower() and len(data) != content["size"]:
        yield f"content.size is {content['size']}, its text has {len(data)} bytes"
    request = entry["request"].get("_content")
    if request and len(base64.b64decode(request["text"], validate=True)) != request["size"] and not masked:
        yield "request._content.size is wrong"
    for name, value in entry.items():
        if name.startswith("_") and value in (None, "", [], {}) and name != "_tls":
            yield f"{name} is there, but empty"


def check_entries(entries):
    for number, entry in enumerate(entries):
        for fault in entry_faults(entry):
            yield f"entries[{number}]: {fault}"


def faults(path, lines):
    with open(path, encoding="utf-8") as file:
        if lines:
            entries = [entry for entry in map(json.loads, file) if "request" in entry]
            schema = validator("entry")
            for number, entry in enumerate(entries):
                for error in schema.iter_errors(entry):
                    yield f"line {number + 1}: {'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
        else:
            har = json.load(file)
            errors = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}" for e in validator("har").iter_errors(har)]
            yield from errors
            if errors:
                return
            if har["log"]["version"] != "1.2":
                yield "log.version is not 1.2"
            entries = har["log"]["entries"]
            starts = [entry["startedDateTime"] for entry in entries]
            if starts != sorted(starts):
                yield "entries are not in the order of their start"
    yield from check_entries(entries)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--jsonl", action="store_true", help="each line is one entry")
    options = parser.parse_args()
    wrong = False
    for path in options.files:
        for fault in faults(path, options.jsonl):
            print(f"{path}: {fault}", file=sys.stderr)
            wrong = True
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
