# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading entries of a HAR as the tests want them."""

import base64
import hashlib
import re


def content_bytes(content):
    """Bytes of a HAR content object, decoded."""
    text = content.get("text", "")
    if content.get("encoding") == "base64":
        return base64.b64decode(text, validate=True)
    return text.encode("utf-8")


def response_sha256(entry):
    return hashlib.sha256(content_bytes(entry["response"]["content"])).hexdigest()


def request_bytes(entry):
    """Body of the request: text in postData, anything else in the extension for binary bodies."""
    request = entry["request"]
    post = request.get("postData", {})
    for holder in (request, post, entry):
        if "_content" in holder:
            return content_bytes(holder["_content"])
    return post.get("text", "").encode("utf-8")


def request_sha256(entry):
    return hashlib.sha256(request_bytes(entry)).hexdigest()


def headers(message):
    return [(field["name"], field["value"]) for field in message["headers"]]


def of_side(entries, side):
    return [entry for entry in entries if entry.get("_side") == side]


def of_url(entries, pattern):
    """What is no exchange of HTTP has no URL."""
    return [entry for entry in entries if "request" in entry and re.search(pattern, entry["request"]["url"])]


def complete(entry):
    """Nothing missing: an answer, no loss, nothing cut."""
    return entry["response"]["status"] > 0 and "_lost" not in entry and "_truncated" not in entry
